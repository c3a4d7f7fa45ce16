import { limitNotes } from './limit-notes.ts';
import { type AwaitPermit, makePermitDesk } from './make-permit-desk.ts';
import type { OcpAccessDeps } from './ocp-access-deps.ts';
import { slowDownAll } from './slow-down-all.ts';

/** The access of one process to an OCP host, which it shares with all other workers. */
export type OcpAccess = {
  readonly awaitPermit: AwaitPermit;
  /** OCP answered 429, or asked for a wait of `askedMs`. All workers slow down. */
  readonly reportThrottled: (askedMs?: number) => void;
};

export const makeOcpAccess = (deps: OcpAccessDeps): OcpAccess => {
  const limited = { ...deps, note: limitNotes(deps) };
  return {
    awaitPermit: makePermitDesk(limited),
    reportThrottled: (askedMs) => void slowDownAll(limited, askedMs),
  };
};
