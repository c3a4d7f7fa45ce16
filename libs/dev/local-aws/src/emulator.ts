/** A running emulator, reachable on loopback only. */
export type Emulator = {
  /** `http://127.0.0.1:{port}` */
  readonly endpoint: string;
  stop(): Promise<void>;
};

/** The only address an emulator listens on: none of them checks a credential. */
export const LOOPBACK = '127.0.0.1';
