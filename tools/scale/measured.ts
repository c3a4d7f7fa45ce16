/** A figure that was measured, not counted. It changes only when somebody measures again. */
export type Measured = { readonly value: number; readonly command: string; readonly commit: string };

/** Figures of one machine with 2 cores. Units are in the names. */
export const measured = {
  cpuSecondsPerUploadedGB: {
    value: 6.25,
    command: 'npm run bench -- ingest',
    commit: '81eb780',
  },
  cpuMsPerEvent: { value: 0.56, command: 'npm run bench -- ingest', commit: '81eb780' },
  cpuSecondsPerDownloadedGB: {
    value: 2.6,
    command: 'npm run bench -- reconcile',
    commit: '728c84b',
  },
  /** With 100,000 missing calls of one day, listing pages included. */
  ocpRequestsPerRecoveredCall: {
    value: 1.05,
    command: 'npm run bench -- reconcile --calls 100000 --no-downloads',
    commit: 'c58b2f3',
  },
  /** Of one execution of the pooler. */
  poolerMBPerMillionPending: {
    value: 220,
    command: 'npm run bench -- pooler',
    commit: '728c84b',
  },
} as const satisfies Readonly<Record<string, Measured>>;
