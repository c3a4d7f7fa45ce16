/** A running emulator, reachable on loopback only. */
export type Emulator = {
  /** `http://127.0.0.1:{port}` */
  readonly endpoint: string;
  stop(): Promise<void>;
};

/** The only address that emulators listen on, because they do not check credentials. */
export const LOOPBACK = '127.0.0.1';
