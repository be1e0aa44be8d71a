/** The bytes of all labels of one series, beyond which it is refused undecoded. */
export const maxLabelBytes = 16_384;

/** The labels of one series. */
export const maxLabels = 200;
