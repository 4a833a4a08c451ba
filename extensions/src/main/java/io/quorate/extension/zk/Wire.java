package io.quorate.extension.zk;

/** The polynomials of a circuit and of its witness, in the order in which all lists have them. */
enum Wire {
  SIGMA_1,
  SIGMA_2,
  SIGMA_3,
  SIGMA_4,
  ID_1,
  ID_2,
  ID_3,
  ID_4,
  LAGRANGE_FIRST,
  LAGRANGE_LAST,
  Q_LOOKUP,
  TABLE_1,
  TABLE_2,
  TABLE_3,
  TABLE_4,
  Q_M,
  Q_R,
  Q_O,
  Q_C,
  Q_L,
  Q_4,
  Q_ARITHMETIC,
  Q_RANGE,
  Q_ELLIPTIC,
  Q_MEMORY,
  Q_NON_NATIVE,
  Q_POSEIDON_EXTERNAL,
  Q_POSEIDON_INTERNAL,
  W_L,
  W_R,
  W_O,
  W_4,
  Z_PERMUTATION,
  LOOKUP_INVERSES,
  LOOKUP_READ_COUNTS,
  LOOKUP_READ_TAGS,
  W_L_SHIFT,
  W_R_SHIFT,
  W_O_SHIFT,
  W_4_SHIFT,
  Z_PERMUTATION_SHIFT;

  /** All. */
  static final int COUNT = 41;

  /** Those of the circuit: its key has a commitment to each. */
  static final int OF_CIRCUIT = 28;

  /** Those with a commitment; the rest are the first {@link #SHIFTED} of the witness, shifted. */
  static final int COMMITTED = 36;

  static final int SHIFTED = 5;
}
