import {
  addAcceptance,
  addRefusal,
  countHolds,
  heldUntilMs,
  type Lane,
  NO_REFUSALS,
  type OcpClient,
  OcpCredentialsError,
  type RefusableRequest,
  type Refusal,
  type RefusalEvent,
  type RefusalHold,
  type RefusalRule,
  type RefusedGroup,
} from '@recordings/reconciliation';

export type HoldRefusedDeps = {
  readonly rule: RefusalRule;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Reports what happened. It must not throw. */
  readonly note: (event: RefusalEvent) => void;
};

/**
 * Makes the clients of groups whose requests are held back while OCP refuses their credentials. Corrected credentials need
 * a restart. A new process knows no holds, so it tries them at once.
 */
export const holdRefused = <G extends RefusedGroup>(
  deps: HoldRefusedDeps,
  clientOf: (group: G) => OcpClient,
): ((group: G) => OcpClient) => {
  const gates = new Map<string, Gate>();
  return (group) => {
    const key = `${group.tenant}#${group.name}`;
    const gate = gates.get(key) ?? makeGate(deps, group);
    gates.set(key, gate);
    return guard(clientOf(group), gate);
  };
};

type Gate = {
  /** @throws {OcpCredentialsError} while the requests of this lane are held back. */
  pass(lane: Lane): void;
  /** Sends one request, and keeps what its answer says. */
  ask<T>(request: RefusableRequest, send: () => Promise<T>, recordingId?: string): Promise<T>;
};

const makeGate = (deps: HoldRefusedDeps, group: RefusedGroup): Gate => {
  const memory: Memory = { hold: NO_REFUSALS };
  const pass = (lane: Lane): void => {
    const nowMs = deps.now();
    const untilMs = heldUntilMs(memory.hold, lane, nowMs);
    if (untilMs === undefined) return;
    const what = `OCP refuses the credentials of ${group.tenant} for group ${group.name}; not sent`;
    throw new OcpCredentialsError(what, { heldMs: untilMs - nowMs });
  };
  return {
    pass,
    ask: async (request, send, recordingId) => {
      pass(request === 'download' ? 'download' : 'control');
      const sentMs = deps.now();
      try {
        const answer = await send();
        accept(deps, group, memory, request);
        return answer;
      } catch (error) {
        if (!(error instanceof OcpCredentialsError)) throw error;
        const refusal = { request, sentMs, ...(recordingId !== undefined && { recordingId }) };
        throw refuse(deps, group, memory, refusal, error);
      }
    },
  };
};

type Memory = { hold: RefusalHold };

const accept = (
  { now, note }: HoldRefusedDeps,
  { tenant: tenantId, name: group }: RefusedGroup,
  memory: Memory,
  request: RefusableRequest,
): void => {
  const wasHeld = countHolds(memory.hold) > 0;
  memory.hold = addAcceptance(memory.hold, request, now());
  if (wasHeld && countHolds(memory.hold) === 0) note({ type: 'credentials_accepted', tenantId, group });
};

/** @returns the error for the caller, with the wait if the group is held back. */
const refuse = (
  { rule, now, note }: HoldRefusedDeps,
  { tenant: tenantId, name: group }: RefusedGroup,
  memory: Memory,
  refusal: Refusal,
  err: OcpCredentialsError,
): OcpCredentialsError => {
  const nowMs = now();
  const before = memory.hold;
  const { request } = refusal;
  memory.hold = addRefusal(before, refusal, rule, nowMs);
  const refused = memory.hold[request];
  const untilMs = heldUntilMs({ [request]: refused }, 'download', nowMs);
  if (!refused || untilMs === undefined) return err;
  const waitMs = untilMs - nowMs;
  const { holds } = refused;
  if (memory.hold !== before)
    note({ type: 'credentials_refused', tenantId, group, request, holds, waitMs, err });
  return new OcpCredentialsError(err.message, { cause: err, heldMs: waitMs });
};

const guard = (client: OcpClient, { pass, ask }: Gate): OcpClient => ({
  reservePermit: async (lane, signal) => {
    pass(lane);
    const permit = await client.reservePermit(lane, signal);
    try {
      pass(lane);
    } catch (error) {
      client.giveBackPermit(permit);
      throw error;
    }
    return permit;
  },
  giveBackPermit: client.giveBackPermit,
  createJob: (request, signal, held) => ask('createJob', () => client.createJob(request, signal, held)),
  listJobs: (group, signal, held) => ask('listJobs', () => client.listJobs(group, signal, held)),
  jobStatus: (jobId, signal) => ask('jobStatus', () => client.jobStatus(jobId, signal)),
  jobRecordings: async function* (jobId, signal) {
    const entries = client.jobRecordings(jobId, signal)[Symbol.asyncIterator]();
    try {
      while (true) {
        const { done, value } = await ask('jobRecordings', () => entries.next());
        if (done) return;
        yield value;
      }
    } finally {
      await entries.return?.();
    }
  },
  download: (jobId, recordingId, signal, held) =>
    ask('download', () => client.download(jobId, recordingId, signal, held), recordingId),
});
