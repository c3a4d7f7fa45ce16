import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type TestServer, wavOf } from '@recordings/test-kit';
import { type OpsEnvironment, startEnvironment } from './start-environment.ts';

const KEY = 'key-of-acme-at-ocp';
const PHONE = '+15550100123';
const wav = Buffer.from(wavOf(2_044));

/** An OCP whose jobs have ended at once. Its word for that is DONE or another one. */
const ocp = { word: 'DONE', recordings: [{ callId: 'c-1', note: PHONE }] as object[] };
const asked: string[] = [];
const answer: RequestListener = ({ method, url = '', headers }, response) => {
  asked.push(`${method} ${url}`);
  const json = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'set-cookie': 'a=b' });
    response.end(JSON.stringify(body));
  };
  if (headers['x-api-key'] !== KEY) return json(401, { message: 'who is it' });
  const [path = ''] = url.replace('/recordings/export', '').split('?');
  if (method === 'POST') return json(202, { exportJobId: 'j-1' });
  if (path === '') return json(200, { jobs: [{ exportJobId: 'j-1', status: ocp.word }] });
  if (path === '/j-1') return json(200, { status: ocp.word });
  if (path === '/j-1/recordings') return json(200, { recordings: ocp.recordings });
  const sha256 = createHash('sha256').update(wav).digest('hex');
  response.writeHead(200, { 'content-length': wav.length, 'x-checksum-sha256': sha256 }).end(wav);
};

let environment: OpsEnvironment;
let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startServer(answer);
  environment = await startEnvironment({
    ...{ OCP_BASE_URL: server.url, OCP_ALLOW_HTTP: 'true', OCP_PRIVATE_HOSTS: '127.0.0.1' },
    OCP_MAX_REQUESTS: '10000',
    OCP_CREDENTIALS: JSON.stringify({ 'acme-ocp': { kind: 'api-key', apiKey: KEY } }),
  });
  folder = await mkdtemp(join(tmpdir(), 'recordings-probe-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await server.stop();
  await environment.stop();
});

const why = ['--reason', 'first contact with their sandbox'];
const probe = (out: string, ...more: string[]) =>
  environment.run('probe', '--group', 'Acme_EN', '--out', join(folder, out), ...why, ...more);

describe('probe', () => {
  it('makes one export, and keeps its exchanges without secrets and personal data', async () => {
    const { status, said } = await probe('first');
    expect([status, said]).toEqual([0, expect.stringContaining('Nothing differs from the export profile.')]);
    const files = (await readdir(join(folder, 'first'))).sort();
    expect(files).toEqual([
      ...['01-createJob.json', '02-listJobs.json', '03-jobStatus.json', '04-jobRecordings.json'],
      ...['05-recordingFile.json', 'findings.json'],
    ]);
    const texts = await Promise.all(files.map((file) => readFile(join(folder, 'first', file), 'utf8')));
    for (const hidden of [KEY, PHONE, 'a=b', 'RIFF']) expect(texts.join('')).not.toContain(hidden);
    expect(JSON.parse(texts[0]!)).toMatchObject({
      request: {
        method: 'POST',
        body: { fromDate: '2026-06-15T08:00:00.000Z', toDate: '2026-06-15T09:00:00.000Z' },
      },
      ...{ status: 202, answer: { exportJobId: 'j-1' } },
    });
    expect(JSON.parse(texts[4]!)).toMatchObject({ file: { form: 'WAV', sizeBytes: wav.length } });
  });

  it('names the settings that differ, each with a value that fits, and ends with 1', async () => {
    ocp.word = 'GANZ_FERTIG';
    const { status, said } = await probe('second');
    ocp.word = 'DONE';
    expect(status).toBe(1);
    expect(said.replaceAll(/\s+/g, ' ')).toContain(
      'seen the status word GANZ_FERTIG, which is not known set COMPLETED: [GANZ_FERTIG], if it means that',
    );
    const lines = said.split('\n').filter((line) => !line.includes(folder));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('ends with 3 if the range has no recording', async () => {
    const before = ocp.recordings;
    ocp.recordings = [];
    const { status, said } = await probe('third', '--json');
    ocp.recordings = before;
    expect(status).toBe(3);
    expect(JSON.parse(said)).toMatchObject({ isCreated: true, isWhole: false, findings: [] });
  });

  it('says with --dry-run what it would do, and asks OCP nothing', async () => {
    const before = asked.length;
    const { status, said } = await probe('dry', '--dry-run');
    expect([status, said]).toEqual([
      0,
      expect.stringContaining('One export of Acme_EN (acme) is to be made'),
    ]);
    expect(said).toContain('calls from 2026-06-15 08:00Z to 2026-06-15 09:00Z, without CDRs');
    expect(asked.length).toBe(before);
    expect(await readdir(folder)).not.toContain('dry');
  });

  it('keeps who made the export and why, before OCP is asked, and what came of it', async () => {
    const { said } = await probe('kept', '--json');
    const { action } = JSON.parse(said) as { action: string };
    const [begun, ended] = await environment.actionsOf(action);
    expect(begun).toMatchObject({
      ...{ command: 'probe', by: 'alice', reason: 'first contact with their sandbox' },
      about: { groupId: 'Acme_EN', ocp: server.url, fromDate: '2026-06-15T08:00:00.000Z' },
    });
    expect(ended).toMatchObject({ result: { findings: [], isWhole: true, requests: 5 } });
  });

  it.each([
    [['--reason', 'why'], '--reason is "why"'],
    [['--profile', 'other'], '--profile is "other"; expected one of the registry'],
    [['--from', '1h', '--to', '2h'], '--from must be before --to'],
  ])('refuses %j', async (args, expected) => {
    expect(await probe('fourth', ...args)).toMatchObject({
      status: 2,
      complaints: expect.stringContaining(expected),
    });
  });

  it('refuses a folder that has files: they are the proof of another probe', async () => {
    const { status, complaints } = await probe('first');
    expect([status, complaints]).toEqual([
      2,
      expect.stringContaining('expected a folder that is new or empty'),
    ]);
  });
});
