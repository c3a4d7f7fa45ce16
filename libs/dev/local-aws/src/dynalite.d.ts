declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** In memory unless `path` is given; the delays are how long tables stay in CREATING or DELETING. */
  const dynalite: (options?: {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
    readonly path?: string;
  }) => Server;
  export default dynalite;
}
