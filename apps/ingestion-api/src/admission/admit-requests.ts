import { sendProblem } from '@recordings/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AdmissionEvent } from './admission-event.ts';
import { type AdmissionCode, admissionStatusByCode } from './admission-status.ts';
import type { ByteBudget } from './byte-budget.ts';
import type { RequestCounts } from './count-requests.ts';
import type { ConnectionGuard } from './guard-connections.ts';
import type { BodyWatch, WatchedBody } from './watch-bodies.ts';
import type { EventLoopWatch } from './watch-event-loop.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the bodies of the route are. */
    intake?: 'upload' | 'events';
  }
  interface FastifyRequest {
    watchedBody?: WatchedBody;
    /** Aborts when the body comes too slowly. */
    readonly bodySignal?: AbortSignal;
    /**
     * Waits for the memory to parse a body of events, until the end of the request.
     *
     * @returns false if it did not become free in time: the request is answered.
     */
    admitParsing?: (decodedBytes: number) => Promise<boolean>;
  }
}

export type Intake = {
  readonly requests: RequestCounts;
  /** For the whole body. */
  readonly maxBodyMs: number;
  /** How many bytes of a body of this length are in memory at most. Infinity: its length is unknown. */
  readonly memoryOf: (bodyBytes: number) => number;
  readonly excess: {
    readonly code: AdmissionCode;
    readonly reason: 'too many uploads' | 'too many event requests';
  };
};

export type AdmissionDeps = {
  readonly intakes: Readonly<Record<'upload' | 'events', Intake>>;
  /** Of bodies. */
  readonly budget: ByteBudget;
  /** Of what is parsed. Not the same: bodies that wait to be parsed would wait for each other. */
  readonly parsingBudget: ByteBudget;
  readonly eventLoop: Pick<EventLoopWatch, 'isLate'>;
  readonly bodies: Pick<BodyWatch, 'begin'>;
  readonly connections: Pick<ConnectionGuard, 'trust'>;
  readonly note: (event: AdmissionEvent) => void;
  /** Called after each change of what is in flight. */
  readonly onChange: () => void;
};

const RETRY_AFTER_S = 5;

/** Given, because Node would make an error with a stack for each request, which no code reads. */
const GONE = 'the request has ended';

/** JSON of small values takes up to 28 times its length when it is parsed: measured with `[{},{},…]` of 4 MB. */
const PARSED_PER_BYTE = 32;

/** Admits requests with a valid key before their body is read, so that no client stops another. */
export const admitRequests = (
  app: Pick<FastifyInstance, 'addHook' | 'decorateRequest'>,
  deps: AdmissionDeps,
): void => {
  app.decorateRequest('watchedBody');
  // The signal is made when it is first read. A small body has already arrived, and needs none.
  app.decorateRequest('bodySignal', {
    getter(this: FastifyRequest) {
      return this.watchedBody?.getSignal();
    },
  });
  app.addHook('preParsing', async (request, reply) => {
    if (request.credential) deps.connections.trust(request.raw.socket);
    const kind = request.routeOptions.config.intake;
    // The sender left while its token was checked: what is taken for it would never be given back.
    if (reply.raw.destroyed) return;
    if (kind !== undefined && !reply.sent) await admit(deps, kind, request, reply);
  });
};

const admit = async (
  deps: AdmissionDeps,
  kind: 'upload' | 'events',
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  const { requests, excess, memoryOf, maxBodyMs } = deps.intakes[kind];
  const owner = request.credential?.name ?? '';
  const refuse = (reason: Refusal['reason'], refusal: Omit<Refusal, 'reason'>): void => {
    deps.note({ type: 'request_not_admitted', reason, credential: owner });
    const status = admissionStatusByCode[refusal.code];
    sendProblem(reply, { ...refusal, status, retryAfterS: RETRY_AFTER_S });
  };
  if (kind === 'upload' && deps.eventLoop.isLate()) return refuse('event loop late', overloaded);
  const end = requests.begin(owner);
  if (!end) return refuse(excess.reason, { code: excess.code, detail: TOO_MANY });
  const requestEnd = makeRequestEnd();
  const ends = [end, requestEnd.come];
  runAtEnd(reply, ends, deps.onChange);
  const take = async (budget: ByteBudget, bytes: number): Promise<boolean> => {
    const free = budget.tryTake(owner, bytes);
    const giveBack = free ?? (await budget.take(owner, bytes, requestEnd.makeSignal()));
    if (!giveBack) {
      refuse('memory', memoryFull);
      return false;
    }
    ends.push(giveBack);
    if (requestEnd.hasCome()) giveBack();
    deps.onChange();
    return true;
  };
  request.admitParsing = (decodedBytes) => take(deps.parsingBudget, decodedBytes * PARSED_PER_BYTE);
  if (!(await take(deps.budget, memoryOf(bytesOf(request))))) return;
  if (requestEnd.hasCome()) return;
  const body = deps.bodies.begin(request.raw, maxBodyMs);
  ends.push(body.end);
  request.watchedBody = body;
};

/** Its signal is made only for a request that waits, because few do. */
const makeRequestEnd = () => {
  let aborter: AbortController | undefined;
  let hasCome = false;
  return {
    hasCome: () => hasCome,
    come: (): void => {
      hasCome = true;
      aborter?.abort(GONE);
    },
    makeSignal: (): AbortSignal => {
      aborter ??= new AbortController();
      if (hasCome) aborter.abort(GONE);
      return aborter.signal;
    },
  };
};

/** Not onResponse: Fastify does not call it if the client has gone before its answer. */
const runAtEnd = (reply: FastifyReply, ends: readonly (() => void)[], onChange: () => void): void => {
  reply.raw.once('close', () => {
    for (const end of ends) end();
    onChange();
  });
};

type Refusal = {
  readonly reason: Extract<AdmissionEvent, { type: 'request_not_admitted' }>['reason'];
  readonly code: AdmissionCode;
  readonly detail: string;
};

const TOO_MANY = 'the credential has too many requests at once; send it again later';

const overloaded = {
  code: 'OVERLOADED',
  detail: 'the service is busy; send it again later',
} as const;

const memoryFull = {
  code: 'MEMORY_FULL',
  detail: 'the service holds as many bytes as it may; send it again later',
} as const;

/** A compressed body may become as long as the route allows. */
const bytesOf = ({ headers }: FastifyRequest): number =>
  headers['content-length'] === undefined || headers['content-encoding'] !== undefined
    ? Infinity
    : Number(headers['content-length']);
