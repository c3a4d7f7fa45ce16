import type { IncomingMessage, ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { startServer, type TestServer } from '@recordings/test-kit';
import type { Story, StoryCall, StoryRecording } from './story-call.ts';

export type StoryOcp = TestServer & {
  /** From now on OCP has the recordings of this story too. */
  add(story: Story): void;
  /** Most jobs that a group has had running at once. This OCP allows any number, and counts them. */
  mostRunning(): number;
  /** Of all jobs. */
  jobRanges(): readonly Range[];
};

/** ISO times. */
export type Range = { readonly fromDate: string; readonly toDate: string };

type Job = Range & {
  readonly exportJobId: string;
  readonly group: string;
  readonly createdAtMs: number;
  /** undefined: it was neither polled nor listed yet. */
  askedAtMs?: number;
};

type Answer = (response: ServerResponse) => void;

/**
 * How long a job runs after it was polled or listed for the first time. Until then it runs, so that a second one of a process
 * that died, and that has forgotten its job, would run beside it.
 */
const JOB_MS = 600;

/** OCP's export service, in memory. A job lists the recordings of the calls that started in its range. */
export const startStoryOcp = async (key: string): Promise<StoryOcp> => {
  const calls: StoryCall[] = [];
  const jobs: Job[] = [];
  let mostRunning = 0;

  const create = async (request: IncomingMessage): Promise<Answer> => {
    const { tenantId: group, fromDate, toDate } = (await readJson(request)) as Job & { tenantId: string };
    const exportJobId = `job-${jobs.length + 1}`;
    jobs.push({ exportJobId, group, fromDate, toDate, createdAtMs: Date.now() });
    const running = jobs.filter((job) => job.group === group && isRunning(job));
    mostRunning = Math.max(mostRunning, running.length);
    return json(202, { exportJobId, status: 'CREATED' });
  };

  const act = async (request: IncomingMessage): Promise<Answer> => {
    if (request.headers['x-api-key'] !== key) return json(401, { message: 'the key is wrong' });
    const url = new URL(request.url!, 'http://ocp');
    const [, , id, what, file] = url.pathname.slice(1).split('/');
    if (request.method === 'POST') return create(request);
    if (id === undefined) return json(200, { jobs: jobsOf(jobs, url.searchParams.get('tenantId')) });
    const job = jobs.find(({ exportJobId }) => exportJobId === id);
    if (!job) return json(404, { message: 'there is no such job' });
    if (what === undefined) return json(200, { exportJobId: id, status: tellStatus(job) });
    if (isRunning(job)) return json(409, { message: 'the job runs' });
    const rows = rowsOf(calls, job);
    if (what === 'recordings') return json(200, { recordings: rows.map(describe), notFound: [], errors: [] });
    const row = rows.find(({ recording }) => recording.recordingId === file);
    return row ? bytesOf(row.recording) : json(404, { message: 'there is no such recording' });
  };

  const server = await startServer((request, response) => {
    act(request).then(
      (answer) => answer(response),
      () => response.destroy(),
    );
  });
  return {
    ...server,
    add: (story) => void calls.push(...story.calls),
    mostRunning: () => mostRunning,
    jobRanges: () => jobs,
  };
};

const isRunning = ({ askedAtMs }: Job): boolean => askedAtMs === undefined || Date.now() - askedAtMs < JOB_MS;

/** What OCP answers about a job. */
const tellStatus = (job: Job): 'IN_PROGRESS' | 'COMPLETED' => {
  job.askedAtMs ??= Date.now();
  return isRunning(job) ? 'IN_PROGRESS' : 'COMPLETED';
};

const jobsOf = (jobs: readonly Job[], group: string | null): object[] =>
  jobs
    .filter((job) => job.group === group)
    .map((job) => ({
      exportJobId: job.exportJobId,
      status: tellStatus(job),
      fromDate: job.fromDate,
      toDate: job.toDate,
      createdAt: new Date(job.createdAtMs).toISOString(),
    }));

type Row = { readonly call: StoryCall; readonly recording: StoryRecording };

const rowsOf = (calls: readonly StoryCall[], { fromDate, toDate }: Job): Row[] =>
  calls
    .filter(({ startMs }) => startMs >= Date.parse(fromDate) && startMs < Date.parse(toDate))
    .flatMap((call) => call.listed.map((recording) => ({ call, recording })));

const describe = ({ call, recording }: Row): object => ({
  callId: call.callId,
  recordingId: recording.recordingId,
  startedAt: new Date(call.startMs).toISOString(),
});

const bytesOf =
  ({ bytes }: StoryRecording): Answer =>
  (response) =>
    void response
      .writeHead(200, { 'content-type': 'audio/wav', 'content-length': String(bytes.length) })
      .end(bytes);

const json =
  (status: number, body: object): Answer =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
