import type { IncomingMessage, ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { startServer, type TestServer } from '@recordings/test-kit';

export const OCP_KEY = 'ocp-key-8d31f0';
/** The key of the tenant bolt. */
export const BOLT_KEY = 'ocp-key-27ac9e';

export type Operation = 'createJob' | 'listJobs' | 'jobStatus' | 'jobRecordings';
export type Answer = (response: ServerResponse) => void;

export type FakeJob = {
  readonly exportJobId: string;
  readonly group: string;
  readonly fromDate: string;
  readonly toDate: string;
  readonly format: string;
  readonly createdAt: string;
  /** The API key that created it. */
  readonly key: string;
  status: 'IN_PROGRESS' | 'COMPLETED';
};

/** A recording as OCP lists it. */
export type Listed = Readonly<Record<string, unknown>> & { readonly callId: string | number };

export type FakeOcp = TestServer & {
  /** Every job it has made, in order. */
  readonly jobs: FakeJob[];
  /** The API key that it accepts, beside that of the tenant bolt. */
  key: string;
  /** Requests for a job with another key than the one that created it. They are answered 404. */
  readonly crossed: string[];
  /** While it is set, jobs run on. */
  isSlow: boolean;
  /** Most jobs that one group has had running at once. */
  mostRunning(): number;
  /** The time of each request of an operation, in epoch milliseconds. */
  requests(operation?: Operation): readonly number[];
  /** What every finished job lists, page by page. */
  list(...pages: (readonly Listed[])[]): void;
  /** Answers the next requests for an operation like this, and does not do what they ask. */
  instead(operation: Operation, ...answers: readonly Answer[]): void;
  /** Does what the next request for an operation asks, and then answers like this. */
  afterwards(operation: Operation, then: Answer): void;
};

type Script = { readonly isDone: boolean; readonly answer: Answer };
type Seen = { readonly operation: Operation; readonly atMs: number };

/** OCP's export service with one running job a group. A job is found running by its first poll, and completed by its second. */
export const startFakeOcp = async (): Promise<FakeOcp> => {
  const jobs: FakeJob[] = [];
  const seen: Seen[] = [];
  const polled = new Set<string>();
  const scripts = new Map<Operation, Script[]>();
  let pages: (readonly Listed[])[] = [[]];
  const crossed: string[] = [];
  let mostRunning = 0;

  const running = (group: string): FakeJob[] =>
    jobs.filter((job) => job.group === group && job.status === 'IN_PROGRESS');

  const create = async (request: IncomingMessage): Promise<Answer> => {
    const { tenantId: group, ...range } = (await readJson(request)) as FakeJob & { tenantId: string };
    const [holder] = running(group);
    if (holder) return json(409, { runningJobId: holder.exportJobId });
    const exportJobId = `job-${jobs.length + 1}`;
    const createdAt = new Date().toISOString();
    jobs.push({ ...range, group, exportJobId, status: 'IN_PROGRESS', createdAt, key: keyOf(request) });
    mostRunning = Math.max(mostRunning, running(group).length);
    return json(201, { exportJobId });
  };

  const poll = (job: FakeJob): Answer => {
    if (polled.has(job.exportJobId) && !fake.isSlow) job.status = 'COMPLETED';
    polled.add(job.exportJobId);
    return json(200, { status: job.status });
  };

  const act = async (operation: Operation, request: IncomingMessage, url: URL): Promise<Answer> => {
    const found = jobs.find(({ exportJobId }) => exportJobId === url.pathname.split('/')[3]);
    const isOwn = found?.key === keyOf(request);
    if (found && !isOwn) crossed.push(`${operation} ${found.exportJobId}`);
    const job = isOwn ? found : undefined;
    switch (operation) {
      case 'createJob':
        return create(request);
      case 'listJobs':
        return json(200, { jobs: jobs.filter(({ group }) => group === url.searchParams.get('tenantId')) });
      case 'jobStatus':
        return job ? poll(job) : json(404);
      case 'jobRecordings': {
        const page = Number(url.searchParams.get('page'));
        const nextPage = page < pages.length ? page + 1 : null;
        return job?.status === 'COMPLETED' ? json(200, { recordings: pages[page - 1], nextPage }) : json(409);
      }
      default:
        return operation satisfies never;
    }
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url!, 'http://ocp');
    const operation = operationOf(request.method!, url.pathname);
    seen.push({ operation, atMs: Date.now() });
    const script = scripts.get(operation)?.shift();
    if (script && !script.isDone) return script.answer(response);
    if (![fake.key, BOLT_KEY].includes(keyOf(request)))
      return json(401, { message: 'who are you?' })(response);
    const answer = await act(operation, request, url);
    (script?.answer ?? answer)(response);
  };

  const script = (operation: Operation, given: readonly Script[]): void =>
    void scripts.set(operation, [...(scripts.get(operation) ?? []), ...given]);
  const server = await startServer((request, response) => void serve(request, response));
  const fake: FakeOcp = {
    ...server,
    jobs,
    key: OCP_KEY,
    crossed,
    isSlow: false,
    mostRunning: () => mostRunning,
    requests: (operation) =>
      seen.filter((one) => operation === undefined || one.operation === operation).map(({ atMs }) => atMs),
    list: (...given) => {
      pages = given;
    },
    instead: (operation, ...answers) =>
      script(
        operation,
        answers.map((answer) => ({ isDone: false, answer })),
      ),
    afterwards: (operation, then) => script(operation, [{ isDone: true, answer: then }]),
  };
  return fake;
};

const keyOf = ({ headers }: IncomingMessage): string => String(headers['x-api-key']);

const operationOf = (method: string, path: string): Operation => {
  if (method === 'POST') return 'createJob';
  const depth = path.split('/').length;
  if (depth === 3) return 'listJobs';
  return depth === 4 ? 'jobStatus' : 'jobRecordings';
};

export const json =
  (status: number, body: object = {}, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));

export const hangUp: Answer = (response) => void response.destroy();
