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
  tryAtOnce,
} from '@recordings/reconciliation';

export type HoldRefusedDeps<G extends RefusedGroup = RefusedGroup> = {
  readonly rule: RefusalRule;
  /** Changes when the credentials of the group do. */
  readonly credentialsMark: (group: G) => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Reports what happened. It must not throw. */
  readonly note: (event: RefusalEvent) => void;
};

/**
 * Makes the clients of groups whose requests are held back while OCP refuses their credentials. Credentials that have
 * changed are tried at once.
 */
export const holdRefused = <G extends RefusedGroup>(
  deps: HoldRefusedDeps<G>,
  clientOf: (group: G) => OcpClient,
): ((group: G) => OcpClient) => {
  const gates = new Map<string, { readonly gate: Gate; readonly memory: Memory; readonly mark: string }>();
  return (group) => {
    const key = `${group.tenant}#${group.name}`;
    const mark = deps.credentialsMark(group);
    const known = gates.get(key);
    if (known?.mark === mark) return guard(clientOf(group), known.gate);
    // A request that left with the old credentials changes only the old memory.
    const memory = { hold: tryAtOnce(known?.memory.hold ?? NO_REFUSALS, deps.now()) };
    const gate = makeGate(deps, group, memory);
    gates.set(key, { gate, memory, mark });
    return guard(clientOf(group), gate);
  };
};

type Gate = {
  /** @throws {OcpCredentialsError} while the requests of this lane are held back. */
  pass(lane: Lane): void;
  /** Sends one request, and keeps what its answer says. */
  ask<T>(request: RefusableRequest, send: () => Promise<T>, recordingId?: string): Promise<T>;
};

const makeGate = (deps: GateDeps, group: RefusedGroup, memory: Memory): Gate => {
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
type GateDeps = Pick<HoldRefusedDeps, 'rule' | 'now' | 'note'>;

const accept = (
  { now, note }: GateDeps,
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
  { rule, now, note }: GateDeps,
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
  jobRecordings: (jobId, signal) => askEach(ask, client.jobRecordings(jobId, signal)),
  // OCP gives both from the data of a job: what refuses one refuses the other.
  jobCdrs: (jobId, signal) => askEach(ask, client.jobCdrs(jobId, signal)),
  download: (jobId, recordingId, signal, held) =>
    ask('download', () => client.download(jobId, recordingId, signal, held), recordingId),
});

/** Each page is a request of its own. */
const askEach = async function* <T>(ask: Gate['ask'], listed: AsyncIterable<T>): AsyncGenerator<T> {
  const entries = listed[Symbol.asyncIterator]();
  try {
    while (true) {
      const { done, value } = await ask('jobRecordings', () => entries.next());
      if (done) return;
      yield value;
    }
  } finally {
    await entries.return?.();
  }
};
