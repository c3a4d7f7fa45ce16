import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { startServer, type TestServer } from '@recordings/test-kit';
import { configBucket, physicalName } from '@recordings/topology';
import { runOps } from '../src/run-ops.ts';
import { type OpsEnvironment, startEnvironment } from './start-environment.ts';

const caller = { name: 'ocp', tenants: ['acme'], scopes: ['events:write'], keySha256: 'a'.repeat(64) };
const text = JSON.stringify([caller]);
const ids = ['k1', 'k2', 'k3', 'k4', 'k5'];

let environment: OpsEnvironment;
let secrets: TestServer;
let folder: string;
/** A secret of Secrets Manager, and the tokens of its versions. */
const secret = { text, version: 'first', taken: new Map<string, string>() };

beforeAll(async () => {
  environment = await startEnvironment();
  folder = await mkdtemp(join(tmpdir(), 'recordings-keys-'));
  secrets = await startServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answerSecret(JSON.parse(Buffer.concat(chunks).toString()), response));
  });
  process.env['AWS_ENDPOINT_URL_SECRETS_MANAGER'] = secrets.url;
});
afterAll(async () => {
  delete process.env['AWS_ENDPOINT_URL_SECRETS_MANAGER'];
  await rm(folder, { recursive: true });
  await secrets.stop();
  await environment.stop();
});

/** As on AWS: a version is made once under its token. The same token with another text is refused. */
const answerSecret = (
  { SecretString: put, ClientRequestToken: token = '' }: Record<string, string | undefined>,
  response: ServerResponse,
): void => {
  if (put !== undefined) {
    if ((secret.taken.get(token) ?? put) !== put) {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify({ __type: 'ResourceExistsException', message: 'it exists' }));
      return;
    }
    secret.taken.set(token, put);
    Object.assign(secret, { text: put, version: token });
  }
  response.end(JSON.stringify({ SecretString: secret.text, VersionId: secret.version }));
};

/** Every operator adds a key of their own at the same time. */
const addAll = (address: string) =>
  Promise.all(
    ids.map(async (id) => {
      const complaints: string[] = [];
      const terminal = { say: () => undefined, complain: (line: string) => void complaints.push(line) };
      const settings = {
        ...environment.settings,
        ...{ INGESTION_API_CREDENTIALS: address, AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url },
      };
      const args = ['keys', 'add', 'ingestion-api', 'ocp', id, '--reason', 'the key is a year old'];
      return { id, status: await runOps(args, settings, terminal), complaints: complaints.join() };
    }),
  );

const keysIn = (stored: string): string[] => {
  const [{ keys }] = JSON.parse(stored) as [{ keys: readonly { readonly id: string }[] }];
  return keys.map(({ id }) => id).toSorted();
};

const places = {
  'a file': {
    address: () => join(folder, 'api.json'),
    write: () => writeFile(join(folder, 'api.json'), text),
    read: () => readFile(join(folder, 'api.json'), 'utf8'),
  },
  S3: {
    address: () => `s3://${physicalName(environment.prefix, configBucket)}/api.json`,
    write: () =>
      environment.clients.s3.send(
        new PutObjectCommand({
          Bucket: physicalName(environment.prefix, configBucket),
          Key: 'api.json',
          Body: text,
        }),
      ),
    read: async () => {
      const Bucket = physicalName(environment.prefix, configBucket);
      const { Body } = await environment.clients.s3.send(new GetObjectCommand({ Bucket, Key: 'api.json' }));
      return Body!.transformToString();
    },
  },
  'Secrets Manager': {
    address: () => 'secretsmanager:test/api',
    write: () => Promise.resolve(),
    read: () => Promise.resolve(secret.text),
  },
};

describe('operators who change keys at the same time', () => {
  it.each(Object.entries(places))('lose no key that was said to be stored, in %s', async (_, place) => {
    await place.write();
    const results = await addAll(place.address());
    const added = results.flatMap(({ id, status }) => (status === 0 ? [id] : []));
    expect(keysIn(await place.read())).toEqual(added.toSorted());
    expect(added.length).toBeGreaterThan(0);
    for (const { status, complaints } of results) {
      if (status === 0) continue;
      expect([status, complaints]).toEqual([1, expect.stringContaining('run it again')]);
    }
  });
});
