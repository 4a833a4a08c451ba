-------------------------------- MODULE MC --------------------------------
(* The small groups that TLC walks through, all four replicas of them.     *)
EXTENDS Quorate, TLC

CONSTANTS r1, r2, r3, liar, red, blue

(* A faulty primary can do all that a correct one does, and its would-be     *)
(* primary is then one more backup. So a group that the liar leads in every  *)
(* view goes wherever a rotating one goes, and its correct replicas are      *)
(* alike, which symmetry makes use of.                                       *)
AlwaysLiar(v) == liar

(* Round robin, as in Membership: the liar comes first, then correct ones.   *)
LiarFirst(v) == CASE v % 4 = 0 -> liar [] v % 4 = 1 -> r1 [] v % 4 = 2 -> r2 [] OTHER -> r3
(* The liar comes second.                                                    *)
LiarSecond(v) == CASE v % 4 = 0 -> r1 [] v % 4 = 1 -> liar [] v % 4 = 2 -> r2 [] OTHER -> r3

Alike == Permutations({r1, r2, r3}) \cup Permutations({red, blue})
AlikeButR1 == Permutations({r2, r3}) \cup Permutations({red, blue})

(* While nobody crashes (Steps, not Next) what is on disk makes no difference.*)
ButDisk == <<memory, executed, votes, checkpoints, viewChanges, newViews>>

(* The way to a fork for which TLC needs three views, without what does not  *)
(* help: nobody skips a view, crashes or executes; two correct replicas vote *)
(* in a view, with the liar a quorum, for one batch; in view 0 they do so    *)
(* before anybody leaves it, and do not commit.                              *)
Straight ==
  /\ executed' = executed
  /\ \A r \in Correct : memory'[r].view - memory[r].view \in {0, 1}
  /\ \A v \in Views : Cardinality({m.by : m \in {m \in votes' : m.view = v}}) <= 2
  /\ \A x, y \in votes' : x.view = y.view => x.batch = y.batch
  /\ \A m \in votes' : m.view = 0 => m.phase # "COMMIT"
  /\ \/ \A r \in Correct : memory'[r].view = 0
     \/ Cardinality({m \in votes' : m.view = 0}) = 2
===========================================================================
