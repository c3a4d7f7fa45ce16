import { LINES_OF_BUSINESS, PREFIX, synthesizeData } from '../../../test/data-stack.ts';

const ANA = 'arn:aws:iam::222222222222:user/ana';
const stage = synthesizeData({ operators: [ANA] });
const own = (name: string): string => `<${PREFIX}-${name}>`;

const allowedTo = (role: string): string[] =>
  stage
    .rolePolicy(role)
    .flatMap(({ Action, Resource }) => Action.flatMap((action) => Resource.map((one) => `${action} ${one}`)));
const ops = allowedTo('ops');

/** What each command asks of AWS. */
const needsOf: readonly (readonly [command: string, needs: readonly string[]])[] = [
  ['every command', [`s3:GetObject ${own('config')}/registry.yaml`]],
  ['missing, find, given-up', [`dynamodb:Query ${own('call-records')}/index/TenantCallsIndex`]],
  ['call, explain', [`dynamodb:GetItem ${own('call-records')}`]],
  [
    'absence',
    [
      `dynamodb:Query ${own('call-records')}/index/TenantCallsIndex`,
      `dynamodb:GetItem ${own('call-records')}`,
      `dynamodb:Query ${own('hour-counts')}`,
    ],
  ],
  [
    'status',
    [
      `dynamodb:Query ${own('call-records')}/index/ReconciliationIndex`,
      `dynamodb:GetItem ${own('hour-counts')}`,
      `dynamodb:Query ${own('hour-counts')}`,
      `dynamodb:Query ${own('executions')}/index/NewestIndex`,
      `dynamodb:Query ${own('call-records')}/index/TenantCallsIndex`,
      `dynamodb:Query ${own('export-groups')}`,
      `s3:ListBucket ${own('audit')}`,
      `dynamodb:GetItem ${own('coordination')}`,
      `sqs:GetQueueUrl ${own('downloads')}`,
      `sqs:GetQueueAttributes ${own('downloads')}`,
      `sqs:GetQueueAttributes ${own('downloads-dlq')}`,
    ],
  ],
  [
    'reopen, rerun',
    [
      `dynamodb:PutItem ${own('call-records')}`,
      `sqs:SendMessage ${own('audit')}`,
      `s3:PutObject ${own('audit')}/actions/*`,
    ],
  ],
  ['proposals list', [`s3:ListBucket ${own('audit')}`, `s3:GetObject ${own('audit')}/*`]],
  ['pause, resume, budget', [`dynamodb:PutItem ${own('coordination')}`]],
  [
    'dlq show, redrive, discard',
    [
      `sqs:ReceiveMessage ${own('downloads-dlq')}`,
      `sqs:ChangeMessageVisibility ${own('downloads-dlq')}`,
      `sqs:DeleteMessage ${own('downloads-dlq')}`,
      `sqs:SendMessage ${own('downloads')}`,
    ],
  ],
  [
    'replay',
    [
      `s3:ListBucket ${own('replay')}`,
      `s3:GetObject ${own('replay')}/*`,
      `s3:PutObject ${own('replay')}/*`,
      `sns:Publish ${own('reconciliation-events')}`,
    ],
  ],
  [
    'quarantine',
    [
      `s3:ListBucket ${own('quarantine')}`,
      `s3:GetObject ${own('quarantine')}/*`,
      `s3:PutObject ${own('quarantine')}/*`,
      `s3:PutObject ${own(`recordings-${LINES_OF_BUSINESS[0]}`)}/*`,
      `s3:PutObject ${own('recordings-unassigned')}/*`,
      `sns:Publish ${own('recording-events')}`,
    ],
  ],
];

describe('the role of the task of operators', () => {
  it.each(needsOf)('allows what %s asks of AWS', (_, needs) => {
    expect(ops).toEqual(expect.arrayContaining([...needs]));
  });

  it('reads the credentials of our APIs, which are hashes, and not those of OCP', () => {
    const secrets = ops.filter((pair) => pair.startsWith('secretsmanager:'));
    expect(secrets.map((pair) => /secret:(.*)-\?+$/.exec(pair)?.[1])).toEqual([
      `${PREFIX}/ingestion-api-credentials`,
      `${PREFIX}/pooler-credentials`,
    ]);
  });

  it('takes no message of a work queue, and deletes no object', () => {
    expect(ops).not.toContain(`sqs:ReceiveMessage ${own('downloads')}`);
    expect(ops.filter((pair) => /^s3:Delete/.test(pair))).toEqual([]);
  });

  it('proposes and approves nothing: a task has no name of a person', () => {
    const keys = ops.filter((pair) => pair.startsWith(`s3:PutObject ${own('audit')}`));
    expect(keys).toEqual([`s3:PutObject ${own('audit')}/actions/*`]);
  });
});

describe('the role of operators', () => {
  it('allows what the task may, proposals, approvals, new API keys and the credentials of OCP', () => {
    const put = `s3:PutObject ${own('audit')}/proposals/*`;
    const more = allowedTo('operator').filter((pair) => !ops.includes(pair));
    expect(ops.filter((pair) => !allowedTo('operator').includes(pair))).toEqual([]);
    expect(more.filter((pair) => !pair.startsWith('secretsmanager:'))).toEqual([
      `${put}/proposed.json`,
      `${put}/approved.json`,
    ]);
    const secrets = more.filter((pair) => pair.startsWith('secretsmanager:')).toSorted();
    expect(secrets.map((pair) => pair.replace(/ .*secret:/, ' ').replace(/-\?+$/, ''))).toEqual([
      `secretsmanager:GetSecretValue ${PREFIX}/ocp-credentials`,
      `secretsmanager:PutSecretValue ${PREFIX}/ingestion-api-credentials`,
      `secretsmanager:PutSecretValue ${PREFIX}/pooler-credentials`,
    ]);
  });

  it('is taken by the principals of the settings, in a session with their own name', () => {
    const { Statement } = stage.role('operator')['AssumeRolePolicyDocument'] as { Statement: object[] };
    expect(Statement).toEqual([
      expect.objectContaining({
        Principal: { AWS: ANA },
        Condition: { StringEquals: { 'sts:RoleSessionName': ['$', '{aws:username}'].join('') } },
      }),
      expect.objectContaining({
        Principal: { AWS: ANA },
        Condition: { StringLike: { 'aws:userid': ['*:$', '{sts:RoleSessionName}'].join('') } },
      }),
    ]);
  });
});
