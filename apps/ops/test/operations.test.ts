import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { giveUpCall, quarantineKey, recordQuarantined } from '@recordings/call-record';
import { resolveQueueUrl } from '@recordings/messaging';
import { makeRecordingStore } from '@recordings/recording-store';
import { sha256Of, startServer, type TestServer, wavOf } from '@recordings/test-kit';
import { physicalName, quarantineBucket } from '@recordings/topology';
import { argumentsOf, readDocumentedCommands, shellLinesOf } from './documented-commands.ts';
import { contextAt, keyOf, NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

const root = new URL('../../../', import.meta.url);
const CALL = 'c-1';
const QUEUE = 'downloads-dlq';

let environment: OpsEnvironment;
let ocp: TestServer;
let folder: string;
let values: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recordings-operations-'));
  const credentials = join(folder, 'credentials.json');
  const key = { id: '2026', sha256: 'a'.repeat(64) };
  const caller = { name: 'ocp', tenants: ['acme'], scopes: ['events:write'], keys: [key] };
  await writeFile(credentials, JSON.stringify([caller]));
  ocp = await startServer((_, response) => void response.writeHead(404).end());
  environment = await startEnvironment({
    ...{ OCP_BASE_URL: ocp.url, OCP_ALLOW_HTTP: 'true', OCP_PRIVATE_HOSTS: '127.0.0.1' },
    OCP_CREDENTIALS: JSON.stringify({ 'acme-ocp': { kind: 'api-key', apiKey: 'of-acme' } }),
    ...{ INGESTION_API_CREDENTIALS: credentials, POOLER_CREDENTIALS: credentials },
  });
  const registry = environment.settings.REGISTRY_FILE;
  values = {
    ...{ TENANT: 'acme', GROUP: 'Acme_EN', CALL, QUEUE, KEY: await quarantineOneCall() },
    ...{ FILE: registry, OLD: registry, OUT: join(folder, 'register.csv'), PROBE: join(folder, 'probe') },
    ...{
      CALLER: 'ocp',
      ID: '2026',
      TRUNCATED: 'TRUNCATED',
    },
  };
  await sendLetter();
  const use = { service: 'ingestion-api', credential: 'ocp', key: '2026' };
  await environment.stores.credentialUses.record(use, '2026-06-13T09:00:00.000Z');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await ocp.stop();
  await environment.stop();
});

/** One call that was given up, and whose rejected bytes are kept. @returns the key of the bytes. */
const quarantineOneCall = async (): Promise<string> => {
  const key = keyOf(CALL);
  await environment.addCall(CALL, '2026-06-14T10:00:00.000Z');
  const bytes = wavOf(2_044);
  const why = { reason: 'TRUNCATED', detail: 'cut after 1 s', sha256: sha256Of(bytes), at: NOON };
  const at = quarantineKey(key, why.sha256);
  const { clients, prefix, stores } = environment;
  const bucket = physicalName(prefix, quarantineBucket);
  const store = makeRecordingStore({ s3: clients.s3, quarantineBucket: bucket });
  await store.quarantine(at, [bytes], { ...key, ...why }, new AbortController().signal);
  const quarantined = { ...why, key: at, sizeBytes: bytes.length };
  await stores.calls.change(key, recordQuarantined(key, {}, quarantined, contextAt(NOON)));
  const notFound = { code: 'NOT_FOUND', message: 'no' };
  await stores.calls.change(key, giveUpCall(notFound, contextAt(NOON)));
  return at;
};

const sendLetter = async (): Promise<void> => {
  const { clients, prefix } = environment;
  const QueueUrl = await resolveQueueUrl(clients.sqs, physicalName(prefix, QUEUE));
  const MessageBody = JSON.stringify({ version: '1.0', ...keyOf(CALL), groupId: 'Acme_EN' });
  await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
};

const faultOf = async (line: string): Promise<string | undefined> => {
  const { status, complaints } = await environment.run(...argumentsOf(line, values));
  // They answer by 1 that something is wrong: the clock of these commands is, and this OCP has no exports.
  if (/ (doctor|probe)\b/.test(line) && status === 1 && complaints === '') return undefined;
  return status === 0 || status === 3 ? undefined : `${line}: ${status} ${complaints}`;
};

describe('docs/operations.md', () => {
  it('has only commands of this command line in its sh blocks, for each of the 18 questions', async () => {
    const text = await readFile(new URL('docs/operations.md', root), 'utf8');
    expect(shellLinesOf(text).filter((line) => !line.startsWith('npm run ops -- '))).toEqual([]);
    const numbers = [...text.matchAll(/^## (\d+)\. /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 18 }, (_, at) => at + 1));
  });
});

describe('each question', () => {
  it('is answered in at most three steps', async () => {
    const text = await readFile(new URL('docs/operations.md', root), 'utf8');
    const questions = text.split(/^## (?=\d+\. )/m).slice(1);
    const long = questions.filter((question) => /^[^]*\n4\. /.test(question.split('\n## ')[0]!));
    expect(long.map((question) => question.split('\n')[0])).toEqual([]);
    expect(questions).toHaveLength(18);
  });
});

describe('the pages', () => {
  it('have only commands that run as they are written', async () => {
    const commands = await readDocumentedCommands(root);
    const faults: string[] = [];
    for (const { page, line } of commands) {
      const fault = await faultOf(line);
      if (fault !== undefined) faults.push(`${page}: ${fault}`);
    }
    expect(faults).toEqual([]);
    expect(commands.filter(({ page }) => page === 'docs/operations.md').length).toBeGreaterThan(20);
  });
});

describe('the check of the pages', () => {
  it.each([
    ['npm run ops -- lose TENANT', "unknown command 'lose'"],
    ['npm run ops -- missing --tenat TENANT', "unknown option '--tenat'"],
    ['npm run ops -- reopen TENANT CALL', "required option '--reason <text>' not specified"],
  ])('finds the fault of %s', async (line, why) => {
    expect(await faultOf(line)).toContain(why);
  });

  it('fails for a word in capitals that has no value', () => {
    expect(() => argumentsOf('npm run ops -- call TENANT NUMBER', values)).toThrow('NUMBER');
  });
});
