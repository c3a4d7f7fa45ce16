/** Where a command writes: answers to `say`, everything else to `complain`, so that answers can be piped. */
export type Terminal = {
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Absent unless a person looks at it. */
  readonly progress?: (text: string) => void;
};
