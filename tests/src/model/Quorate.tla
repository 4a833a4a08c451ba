------------------------------ MODULE Quorate ------------------------------
(***************************************************************************)
(* What a replica of this engine may do, and what must never come of it.   *)
(* Every action names the class and the rule in io.quorate.engine.core     *)
(* that it stands for; docs/model.md says what is left out, and why.       *)
(*                                                                         *)
(* Three decisions keep it small:                                          *)
(*                                                                         *)
(*  - Only correct replicas have state. A faulty one is taken to have said *)
(*    everything that it can sign, to everybody or to some: it counts in   *)
(*    every quorum, as primary it has proposed every batch, and its        *)
(*    VIEW-CHANGE holds any certificate that can be made of real votes.    *)
(*  - What was sent stays sent. It is received at any time, in any order,  *)
(*    many times, or never: to receive is the guard of an action.          *)
(*  - A vote and the fact that justifies it are one step (Effect.PersistThenSend),    *)
(*    for Outbox shows no vote whose fact is not on disk, and a crash      *)
(*    before that is as if the vote had not been cast.                     *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
  Correct,      \* replicas that follow the rules; they may crash and restart
  Faulty,       \* replicas that do what they like, but can not forge
  Batches,      \* what a primary may propose of its own accord
  Nothing,      \* the null batch: only a plan may demand it
  None,
  MaxView,
  MaxSlot,
  Interval,     \* slots from one checkpoint to the next
  Window,       \* slots between the water marks
  PrimaryOf(_), \* Membership.primaryOf
  Defect        \* one rule that is broken on purpose, or "none"

VARIABLES
  memory,       \* of each correct replica: what SafetyRules and SlotWindow hold
  disk,         \* of each correct replica: what Recollection makes of its facts
  executed,     \* of each correct replica: its commit journal, a sequence of batches
  votes,        \* PRE-PREPARE, PREPARE and COMMIT of correct replicas
  checkpoints,  \* their CHECKPOINTs
  viewChanges,  \* their VIEW-CHANGEs
  newViews      \* their NEW-VIEWs

vars == <<memory, disk, executed, votes, checkpoints, viewChanges, newViews>>

Views == 0..MaxView
Slots == 1..MaxSlot

---------------------------------------------------------------------------
(* Quorums: io.quorate.engine.model.Quorum                                 *)

n == Cardinality(Correct \cup Faulty)
f == (n - 1) \div 3
Quorum == ((n + f) \div 2) + 1 - (IF Defect = "SmallQuorum" THEN 1 ELSE 0)

(* The faulty ones vote for everything.                                    *)
IsQuorum(correct) == Cardinality(correct) + Cardinality(Faulty) >= Quorum

---------------------------------------------------------------------------
(* Certificates: what CertificateClaims accepts, for it can be signed      *)

Said(phase, r, v, s, b) ==
  [phase |-> phase, by |-> r, view |-> v, slot |-> s, batch |-> b] \in votes
Preparers(v, s, b) ==
  {r \in Correct : Said("PREPARE", r, v, s, b) \/ Said("PRE-PREPARE", r, v, s, b)}
Committers(v, s, b) == {r \in Correct : Said("COMMIT", r, v, s, b)}
Checkpointers(header) == {r \in Correct : [by |-> r, header |-> header] \in checkpoints}

CanPrepare(v, s, b) == IsQuorum(Preparers(v, s, b))
CanDecide(v, s, b) == IsQuorum(Committers(v, s, b))

(* What anybody can be shown to be decided.                                *)
Decidable ==
  {d \in [slot : Slots, batch : Batches \cup {Nothing}] :
     \E v \in Views : CanDecide(v, d.slot, d.batch)}

(* A header stands for all that was executed up to it; the empty one is the genesis.   *)
CanBeStable(header) == header = <<>> \/ IsQuorum(Checkpointers(header))
Headers == {<<>>} \cup {m.header : m \in checkpoints}
StableHeaders == {h \in Headers : CanBeStable(h)}

Certificates(below) ==
  {c \in [slot : Slots, view : 0..(below - 1), batch : Batches \cup {Nothing}] :
     CanPrepare(c.view, c.slot, c.batch)}

---------------------------------------------------------------------------
(* NewViewPlan                                                             *)

NoPlan == [base |-> 0, mandated |-> [s \in Slots |-> None]]

Wins(c, among) ==
  IF Defect = "LowestView"
  THEN \A d \in among : c.view <= d.view
  ELSE \A d \in among : c.view >= d.view

PlanOf(changes) ==
  LET base == CHOOSE s \in {Len(c.stable) : c \in changes} : \A c \in changes : Len(c.stable) <= s
      known == [s \in Slots |->
                  IF s <= base THEN {} ELSE {c.prepared[s] : c \in changes} \ {None}]
      last == CHOOSE s \in 0..MaxSlot :
                /\ s = 0 \/ known[s] # {}
                /\ \A t \in Slots : t > s => known[t] = {}
  IN [base |-> base,
      mandated |-> [s \in Slots |->
        IF s <= base \/ s > last THEN None
        ELSE IF known[s] = {} THEN Nothing
        ELSE (CHOOSE c \in known[s] : Wins(c, known[s])).batch]]

---------------------------------------------------------------------------
(* What a correct replica knows                                            *)

Fresh ==
  [view        |-> 0,
   voting      |-> TRUE,                        \* SafetyRules.Standing: VOTING or CHANGING_VIEW
   plan        |-> NoPlan,
   low         |-> 0,                           \* the stable checkpoint
   promise     |-> [s \in Slots |-> None],      \* SafetyRules.promises: the latest view's
   certificate |-> [s \in Slots |-> None]]      \* SlotWindow.prepared: the highest view's

Init ==
  /\ memory = [r \in Correct |-> Fresh]
  /\ disk = [r \in Correct |-> Fresh]
  /\ executed = [r \in Correct |-> <<>>]
  /\ votes = {} /\ checkpoints = {} /\ viewChanges = {} /\ newViews = {}

(* Effect.PersistThenSend: all facts that wait are written, in order, before the vote leaves.     *)
Cast(r, next) ==
  /\ memory' = [memory EXCEPT ![r] = next]
  /\ disk' = [disk EXCEPT ![r] = next]

(* Effect.Remember: the fact will be written with the next vote; a crash may lose it.  *)
Remember(r, next) ==
  /\ memory' = [memory EXCEPT ![r] = next]
  /\ UNCHANGED disk

(* Proposals.refuse and SafetyRules.mayAccept: rules 1 to 4.                           *)
MayPromise(m, s, b) ==
  /\ m.voting
  /\ s > m.low /\ s <= m.low + Window
  /\ s > m.plan.base \/ Defect = "BelowBase"
  /\ IF m.plan.mandated[s] = None THEN b # Nothing ELSE b = m.plan.mandated[s]
  /\ m.promise[s] # None => m.promise[s].view # m.view

Promised(m, s, b) == [m EXCEPT !.promise[s] = [view |-> m.view, batch |-> b]]

---------------------------------------------------------------------------
(* The four phases                                                         *)

(* Phase 1, pre-prepare. Primary.propose with SafetyRules.propose: a correct primary   *)
(* binds itself to one batch. Its PRE-PREPARE counts as its PREPARE.                   *)
PrePrepare(r, s, b) ==
  LET m == memory[r] IN
  /\ PrimaryOf(m.view) = r
  /\ MayPromise(m, s, b)
  /\ Cast(r, Promised(m, s, b))
  /\ votes' = votes \cup
       {[phase |-> "PRE-PREPARE", by |-> r, view |-> m.view, slot |-> s, batch |-> b]}
  /\ UNCHANGED <<executed, checkpoints, viewChanges, newViews>>

(* Phase 2, prepare. Slot.Proposed with SafetyRules.prepare: a backup follows the      *)
(* primary of the view; a faulty primary has proposed everything.                      *)
Prepare(r, s, b) ==
  LET m == memory[r]
      p == PrimaryOf(m.view)
  IN
  /\ p # r
  /\ p \in Faulty \/ Said("PRE-PREPARE", p, m.view, s, b)
  /\ MayPromise(m, s, b)
  /\ Cast(r, Promised(m, s, b))
  /\ votes' = votes \cup
       {[phase |-> "PREPARE", by |-> r, view |-> m.view, slot |-> s, batch |-> b]}
  /\ UNCHANGED <<executed, checkpoints, viewChanges, newViews>>

(* Phase 3, commit. Slot.PrePrepared.advance with SafetyRules.commit: rule 5, only     *)
(* with the prepared certificate for what this replica itself promised in this view.   *)
Commit(r, s) ==
  LET m == memory[r]
      c == m.promise[s]
  IN
  /\ m.voting
  /\ c # None /\ c.view = m.view /\ m.certificate[s] # c
  /\ CanPrepare(c.view, s, c.batch)
  /\ Cast(r, [m EXCEPT !.certificate[s] = c])
  /\ votes' = votes \cup
       {[phase |-> "COMMIT", by |-> r, view |-> c.view, slot |-> s, batch |-> c.batch]}
  /\ UNCHANGED <<executed, checkpoints, viewChanges, newViews>>

(* Phase 4, execute. Ledger: decided batches in order, by the replica's own count      *)
(* (Slot.Committed) or by a certificate that a peer showed (Ledger.told). When the     *)
(* commit journal has it, WaterMarks.executed signs a CHECKPOINT at each interval.     *)
Execute(r, decision) ==
  LET history == Append(executed[r], decision.batch) IN
  /\ decision.slot = Len(history)
  /\ executed' = [executed EXCEPT ![r] = history]
  /\ checkpoints' = IF Len(history) % Interval = 0
                    THEN checkpoints \cup {[by |-> r, header |-> history]}
                    ELSE checkpoints
  /\ UNCHANGED <<memory, disk, votes, viewChanges, newViews>>

---------------------------------------------------------------------------
(* Checkpoints                                                             *)

Forgotten(m, s) ==
  [m EXCEPT !.low = s,
            !.promise = [t \in Slots |-> IF t <= s THEN None ELSE @[t]],
            !.certificate = [t \in Slots |-> IF t <= s THEN None ELSE @[t]]]

(* CheckpointTracker.newlyStable, WaterMarks.stabilize: a quorum signed the header     *)
(* that this replica has, too; what lies at or below it is forgotten. Under the defect *)
(* it is forgotten at once, and no VIEW-CHANGE has a certificate to show for it.       *)
Stabilize(r, s) ==
  /\ s > memory[r].low /\ s <= Len(executed[r]) /\ s % Interval = 0
  /\ CanBeStable(SubSeq(executed[r], 1, s)) \/ Defect = "ForgetsEarly"
  /\ Remember(r, Forgotten(memory[r], s))
  /\ UNCHANGED <<executed, votes, checkpoints, viewChanges, newViews>>

(* ReplicaCore.installState: the state of a stable checkpoint came from a peer.        *)
InstallState(r, header) ==
  /\ CanBeStable(header) /\ Len(header) > Len(executed[r])
  /\ executed' = [executed EXCEPT ![r] = header]
  /\ Remember(r, Forgotten(memory[r], Len(header)))
  /\ UNCHANGED <<votes, checkpoints, viewChanges, newViews>>

---------------------------------------------------------------------------
(* View change                                                             *)

(* What a VIEW-CHANGE says of its sender: SlotWindow.certificates.                     *)
Newest(m) ==
  {s \in Slots : /\ m.certificate[s] # None
                 /\ \A t \in Slots : \/ m.certificate[t] = None
                                     \/ m.certificate[t].view <= m.certificate[s].view}
Shown(m) ==
  IF Defect = "ForgottenCertificate"
  THEN [s \in Slots |-> IF s \in Newest(m) THEN None ELSE m.certificate[s]]
  ELSE m.certificate

(* ReplicaCore.stopVoting with SafetyRules.viewChange: rule 6, voting below the view   *)
(* stops, then the VIEW-CHANGE leaves, one a view. Why, CoordinatorCore decides by     *)
(* timers and peers: here, at any time, for any higher view.                           *)
LeaveView(r, v) ==
  LET m == memory[r]
      next == [m EXCEPT !.view = v, !.voting = FALSE, !.plan = NoPlan]
      stable == IF Defect = "ForgetsEarly" THEN <<>> ELSE SubSeq(executed[r], 1, m.low)
  IN
  /\ v > m.view
  /\ IF Defect = "VisibleBeforeDurable" THEN Remember(r, next) ELSE Cast(r, next)
  /\ viewChanges' = viewChanges \cup
       {[by |-> r, view |-> v, stable |-> stable, prepared |-> Shown(m)]}
  /\ UNCHANGED <<executed, votes, checkpoints, newViews>>

(* Any VIEW-CHANGE of a faulty replica that MessageVerifier lets pass. They differ by  *)
(* their sender only, which no plan looks at.                                          *)
Lies(v) ==
  LET made == Certificates(v)
      shown == {None} \cup {[view |-> c.view, batch |-> c.batch] : c \in made}
      isMade(s, c) == [slot |-> s, view |-> c.view, batch |-> c.batch] \in made
  IN UNION {{[by |-> None, view |-> v, stable |-> h, prepared |-> p] :
               p \in {p \in [Slots -> shown] :
                        \A s \in Slots : p[s] = None \/ (s > Len(h) /\ isMade(s, p[s]))}}
            : h \in StableHeaders}

(* The sets of VIEW-CHANGEs that NewViewCheck lets a NEW-VIEW name: of distinct        *)
(* replicas, a quorum of them, for this view. One lie stands for those of all the      *)
(* faulty replicas: with f = 1 that is all.                                            *)
Justifications(v) ==
  LET here == {c \in viewChanges : c.view = v}
      distinct(of) == \A c, d \in of : c.by = d.by => c = d
  IN {of \in SUBSET here : Cardinality(of) >= Quorum /\ distinct(of)}
     \cup {of \cup {lie} : of \in {of \in SUBSET here : IsQuorum(of) /\ distinct(of)},
                           lie \in (IF Faulty = {} THEN {} ELSE Lies(v))}

(* Under the defect a NEW-VIEW is obeyed: it may say what it likes.                    *)
Justified(v) ==
  IF Defect = "UncheckedNewView" THEN {NoPlan} ELSE {PlanOf(of) : of \in Justifications(v)}

(* CoordinatorCore.ready with SafetyRules.newView: a correct primary names the         *)
(* VIEW-CHANGEs that it has and is the first to be bound by the plan.                  *)
NewView(r, v, justified) ==
  LET m == memory[r] IN
  /\ m.view = v /\ ~m.voting /\ PrimaryOf(v) = r
  /\ \E plan \in justified :
       /\ Cast(r, [m EXCEPT !.voting = TRUE, !.plan = plan])
       /\ newViews' = newViews \cup {[by |-> r, view |-> v, plan |-> plan]}
  /\ UNCHANGED <<executed, votes, checkpoints, viewChanges>>

(* CoordinatorCore.check with ReplicaCore.install: a NEW-VIEW is believed, never       *)
(* obeyed; the plan is computed from what it names. A faulty primary may say           *)
(* different ones to different replicas.                                               *)
Install(r, v, justified) ==
  LET m == memory[r]
      p == PrimaryOf(v)
  IN
  /\ p # r
  /\ v > m.view \/ (v = m.view /\ ~m.voting)
  /\ \E plan \in (IF p \in Faulty THEN justified
                  ELSE {w.plan : w \in {w \in newViews : w.view = v}}) :
       Remember(r, [m EXCEPT !.view = v, !.voting = TRUE, !.plan = plan])
  /\ UNCHANGED <<executed, votes, checkpoints, viewChanges, newViews>>

---------------------------------------------------------------------------
(* Crash and restart                                                       *)

(* Recollection.into: what was not on disk is gone, and what was sent is sent. Where   *)
(* all is on disk a crash changes nothing. Under the defect a replica votes under its  *)
(* old identity on an empty disk, where SafetyRules.learn would keep it from voting.   *)
Crash(r) ==
  IF Defect = "Amnesia"
  THEN /\ memory' = [memory EXCEPT ![r] = Fresh]
       /\ disk' = [disk EXCEPT ![r] = Fresh]
       /\ executed' = [executed EXCEPT ![r] = <<>>]
       /\ UNCHANGED <<votes, checkpoints, viewChanges, newViews>>
  ELSE /\ memory[r] # disk[r]
       /\ memory' = [memory EXCEPT ![r] = disk[r]]
       /\ UNCHANGED <<disk, executed, votes, checkpoints, viewChanges, newViews>>

---------------------------------------------------------------------------
(* What is the same for all replicas is computed once a state.                         *)
Steps ==
  \/ \E r \in Correct :
       \/ \E s \in Slots, b \in Batches \cup {Nothing} : PrePrepare(r, s, b) \/ Prepare(r, s, b)
       \/ \E s \in Slots : Commit(r, s)
       \/ \E s \in Slots : Stabilize(r, s)
       \/ \E v \in Views : LeaveView(r, v)
  \/ \E d \in Decidable : \E r \in Correct : Execute(r, d)
  \/ \E h \in StableHeaders : \E r \in Correct : InstallState(r, h)
  \/ \E v \in Views :
       LET justified == Justified(v) IN
       \E r \in Correct : NewView(r, v, justified) \/ Install(r, v, justified)
Next == Steps \/ \E r \in Correct : Crash(r)

Spec == Init /\ [][Next]_vars

---------------------------------------------------------------------------
(* What must hold                                                          *)

IsPrefix(a, b) == Len(a) <= Len(b) /\ \A i \in 1..Len(a) : a[i] = b[i]

(* S1: no two batches can be decided at one number, and what was executed agrees.      *)
Agreement ==
  /\ \A c, d \in Decidable : c.slot = d.slot => c = d
  /\ \A q, r \in Correct :
       IsPrefix(executed[q], executed[r]) \/ IsPrefix(executed[r], executed[q])

Preparable ==
  {c \in [view : Views, slot : Slots, batch : Batches \cup {Nothing}] :
     CanPrepare(c.view, c.slot, c.batch)}

(* Why S1 holds: what can be decided in a view, no later view prepares otherwise.      *)
Kept ==
  \A c \in Preparable :
    \A v \in 0..(c.view - 1), b \in Batches \cup {Nothing} :
      CanDecide(v, c.slot, b) => b = c.batch

(* S8: over its whole life a correct replica says one thing, restarts included.        *)
OneVoice ==
  /\ \A r \in Correct :
       LET own == {m \in votes : m.by = r} IN
       \A x, y \in own :
         /\ x.view = y.view /\ x.slot = y.slot
         /\ (x.phase = "COMMIT") = (y.phase = "COMMIT")
         => x = y
  /\ \A x, y \in viewChanges : x.by = y.by /\ x.view = y.view => x = y
  /\ \A x, y \in newViews : x.view = y.view => x = y
  /\ \A x, y \in checkpoints :
       x.by = y.by /\ Len(x.header) = Len(y.header) => x = y

(* S6: one header at most can become stable at a number.                               *)
OneCheckpoint == \A g, h \in StableHeaders : Len(g) = Len(h) => g = h

(* In one view and at one number one batch at most can be prepared.                    *)
OneCertificate ==
  \A c, d \in Preparable : c.view = d.view /\ c.slot = d.slot => c = d

(* S7: whoever restarts still knows every promise and certificate that it showed and   *)
(* that no checkpoint has settled, and does not return to a view that it has left.     *)
Durable ==
  \A m \in votes :
    LET d == disk[m.by]
        known == IF m.phase = "COMMIT" THEN d.certificate[m.slot] ELSE d.promise[m.slot]
    IN /\ m.slot <= d.low \/ (known # None /\ known.view >= m.view)
       /\ d.view >= m.view
Left == \A c \in viewChanges : disk[c.by].view >= c.view
=============================================================================
