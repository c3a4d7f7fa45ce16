import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { queues, reconciliationFailures } from '@recordings/topology';
import { deployedApps } from '../src/services/service-data.ts';
import { PREFIX, synthesizeData } from './data-stack.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The permission that AWS asks for each command of the SDK that our code sends. */
const permissionOf: Readonly<Record<string, string>> = {
  Get: 'dynamodb:GetItem',
  GetItem: 'dynamodb:GetItem',
  BatchGet: 'dynamodb:BatchGetItem',
  Put: 'dynamodb:PutItem',
  PutItem: 'dynamodb:PutItem',
  // Each statement needs the permission of its kind. All of ours are UPDATE.
  BatchExecuteStatement: 'dynamodb:PartiQLUpdate',
  Query: 'dynamodb:Query',
  Scan: 'dynamodb:Scan',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  DeleteItem: 'dynamodb:DeleteItem',
  GetObject: 's3:GetObject',
  HeadObject: 's3:GetObject',
  HeadBucket: 's3:ListBucket',
  ListObjectsV2: 's3:ListBucket',
  PutObject: 's3:PutObject',
  CreateMultipartUpload: 's3:PutObject',
  UploadPart: 's3:PutObject',
  UploadPartCopy: 's3:PutObject',
  CompleteMultipartUpload: 's3:PutObject',
  AbortMultipartUpload: 's3:AbortMultipartUpload',
  DeleteObject: 's3:DeleteObject',
  GetQueueUrl: 'sqs:GetQueueUrl',
  GetQueueAttributes: 'sqs:GetQueueAttributes',
  ReceiveMessage: 'sqs:ReceiveMessage',
  DeleteMessage: 'sqs:DeleteMessage',
  ChangeMessageVisibility: 'sqs:ChangeMessageVisibility',
  SendMessage: 'sqs:SendMessage',
  SendMessageBatch: 'sqs:SendMessage',
  PublishBatch: 'sns:Publish',
  GetParameter: 'ssm:GetParameter',
  GetSecretValue: 'secretsmanager:GetSecretValue',
  PutSecretValue: 'secretsmanager:PutSecretValue',
  StartExecution: 'states:StartExecution',
  SendTaskSuccess: 'states:SendTaskSuccess',
  SendTaskFailure: 'states:SendTaskFailure',
  SendTaskHeartbeat: 'states:SendTaskHeartbeat',
};

/** What no command of ours names: `sqs-consumer`, and the 404 of S3 for a missing key. */
const impliedPermissions = ['sqs:ReceiveMessage', 's3:ListBucket'];

/** `doctor` looks at the whole environment, by a role of the person who may read it. */
const LOOKS_AT_MORE = 'apps/ops/src/doctor/';

/** AWS answers these to every caller. */
const UNRESTRICTED = ['GetCallerIdentity'];

const sentCommands = async (): Promise<string[]> => {
  const sources = `{libs/{adapters,platform}/*,apps/{${deployedApps.join(',')}}}/src/**/*.ts`;
  const found = new Set<string>();
  for await (const path of glob(sources, { cwd: ROOT, exclude: (name) => name.endsWith('.test.ts') })) {
    if (path.startsWith(LOOKS_AT_MORE)) continue;
    const text = await readFile(join(ROOT, path), 'utf8');
    for (const [, command] of text.matchAll(/new (\w+)Command\(/g)) found.add(command!);
  }
  return [...found].filter((command) => !UNRESTRICTED.includes(command)).sort();
};

describe('the commands that services send to AWS', () => {
  const stage = synthesizeData();
  const granted = new Set(
    [...deployedApps, 'operator'].flatMap((role) => stage.rolePolicy(role).flatMap(({ Action }) => Action)),
  );

  it('are each known here, with the permission that they need', async () => {
    const commands = await sentCommands();
    expect(commands.length).toBeGreaterThan(10);
    expect(commands.filter((command) => permissionOf[command] === undefined)).toEqual([]);
  });

  it('are each granted to a role, and no role has a permission that no command needs', async () => {
    const needed = new Set([
      ...(await sentCommands()).map((command) => permissionOf[command]!),
      ...impliedPermissions,
    ]);
    const ours = [...granted].filter((action) => !action.startsWith('kms:'));
    expect(ours.sort()).toEqual([...needed].sort());
  });
});

/** Queues that an app's source names by their place in the topology. */
const namedQueues = async (app: string): Promise<string[]> => {
  const found = new Set<string>();
  for await (const path of glob(`apps/${app}/src/**/*.ts`, { cwd: ROOT })) {
    if (path.endsWith('.test.ts')) continue;
    const text = await readFile(join(ROOT, path), 'utf8');
    for (const [, name] of text.matchAll(/\bqueues\.(\w+)/g))
      if (name! in queues) found.add(queues[name as keyof typeof queues].name);
    if (/\breconciliationFailures\b/.test(text)) found.add(reconciliationFailures);
  }
  return [...found].sort();
};

describe('the queues that a service names', () => {
  const stage = synthesizeData();

  it.each(deployedApps)('are each granted to its role: %s', async (app) => {
    const granted = JSON.stringify(stage.rolePolicy(app));
    const refused = (await namedQueues(app)).filter((name) => !granted.includes(`<${PREFIX}-${name}>`));
    expect(refused).toEqual([]);
  });
});
