/** A recording shorter than this share of its call is flagged, unless the registry gives its group another share. */
export const SHORTER_THAN_CALL_SHARE = 0.5;
