import { queues } from '@recordings/topology';
import { LINES_OF_BUSINESS, PREFIX, synthesizeData } from '../../../test/data-stack.ts';
import { deployedApps } from '../../services/service-data.ts';

const stage = synthesizeData();

/** `action resource` for each pair that a role allows. */
const allowedTo = (role: string): string[] =>
  stage
    .rolePolicy(role)
    .flatMap(({ Action, Resource }) => Action.flatMap((action) => Resource.map((one) => `${action} ${one}`)));

const own = (name: string): string => `<${PREFIX}-${name}>`;
const parameter = (name: string): string => `arn:aws:ssm:eu-west-1:111111111111:parameter/${PREFIX}/${name}`;
const audio = [
  ...LINES_OF_BUSINESS.map((line) => `recordings-${line}`),
  'recordings-unassigned',
  'quarantine',
];

const KEY_USE = /^kms:(?!Create|Put|Schedule|Disable|Retire|Revoke|Update|Enable)/;

describe('task roles', () => {
  it('are made for each app that is deployed', () => {
    for (const app of deployedApps) expect(allowedTo(app).length).toBeGreaterThan(0);
  });

  it.each(deployedApps)('%s can be taken by tasks of this account only', (app) => {
    expect(stage.role(app)['AssumeRolePolicyDocument']).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ],
    });
  });

  it.each(deployedApps)('%s has no action with *, and in resources only the keys of one bucket', (app) => {
    for (const { Effect, Action, Resource, NotResource } of stage.rolePolicy(app)) {
      expect(Effect).toBe('Allow');
      expect(Action.filter((action) => action.includes('*'))).toEqual([]);
      expect(NotResource).toEqual([]);
      for (const resource of Resource.filter((one) => one.includes('*'))) {
        expect(resource).toMatch(/^<test-[a-z-]+>\/(incoming\/|actions\/|events\/)?\*$/);
        expect(
          Action.every((action) => /^s3:(Get|Put|Delete)Object$|^s3:AbortMultipartUpload$/.test(action)),
        ).toBe(true);
      }
    }
  });

  it.each(deployedApps)('%s uses keys only through the services that encrypt with them', (app) => {
    const ofKeys = stage
      .rolePolicy(app)
      .filter(({ Action }) => Action.some((action) => action.startsWith('kms:')));
    expect(ofKeys.length).toBeGreaterThan(0);
    for (const { Action, Condition } of ofKeys) {
      expect(Action.filter((action) => !KEY_USE.test(action))).toEqual([]);
      for (const service of [Condition?.['StringEquals']?.['kms:ViaService']].flat()) {
        expect(service).toMatch(/^(dynamodb|sqs|sns|s3|secretsmanager)\.eu-west-1\.amazonaws\.com$/);
      }
    }
  });

  it.each(deployedApps)('%s can change no table, queue, topic or bucket itself', (app) => {
    const administrative =
      /:(Create|DeleteTable|DeleteQueue|DeleteTopic|DeleteBucket|PutBucket|Set|Tag|Purge|Subscribe)/;
    expect(allowedTo(app).filter((pair) => administrative.test(pair))).toEqual([]);
  });
});

describe('the ingestion API', () => {
  it('reaches only the uses of API keys in the table of claims and budgets', () => {
    const ofTable = stage
      .rolePolicy('ingestion-api')
      .filter(({ Resource }) => JSON.stringify(Resource).includes(own('coordination')));
    expect(ofTable.map(({ Condition }) => Condition)).toEqual([
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['credential-use#*'] } },
    ]);
  });
});

describe('the pooler', () => {
  const pairs = allowedTo('pooler').filter((pair) => !pair.startsWith('kms:'));

  it('has the requirement’s permissions and those that its own rules need, and no others', () => {
    expect(pairs.sort()).toEqual(
      [
        // Of the requirement. PutItem, and PartiQLUpdate for several calls at once, take the place of UpdateItem.
        `dynamodb:Query ${own('call-records')}/index/ReconciliationIndex`,
        `dynamodb:GetItem ${own('call-records')}`,
        `dynamodb:PutItem ${own('call-records')}`,
        `dynamodb:PartiQLUpdate ${own('call-records')}`,
        // All calls of a window in one read.
        `dynamodb:BatchGetItem ${own('call-records')}`,
        `sns:Publish ${own('reconciliation-events')}`,
        // Its own rules: which calls are final, is the reconciliation of a stale call alive, how many windows are open,
        // which pooler runs, what could not be published.
        `dynamodb:Query ${own('call-records')}/index/TenantCallsIndex`,
        `dynamodb:GetItem ${own('reconciliations')}`,
        `dynamodb:Query ${own('reconciliations')}/index/StatusIndex`,
        `dynamodb:GetItem ${own('coordination')}`,
        `dynamodb:PutItem ${own('coordination')}`,
        // How many calls of a closed hour are in which list; which groups are silent.
        `dynamodb:Query ${own('hour-counts')}`,
        `dynamodb:Query ${own('hour-counts')}/index/RecountIndex`,
        `dynamodb:GetItem ${own('hour-counts')}`,
        `dynamodb:PutItem ${own('hour-counts')}`,
        `dynamodb:GetItem ${own('executions')}`,
        `dynamodb:PutItem ${own('executions')}`,
        `dynamodb:Query ${own('executions')}/index/NewestIndex`,
        `s3:PutObject ${own('replay')}/*`,
        `s3:GetObject ${own('config')}/registry.yaml`,
        `ssm:GetParameter ${parameter('registry')}`,
        `sqs:GetQueueUrl ${own('audit')}`,
        `sqs:SendMessage ${own('audit')}`,
      ].sort(),
    );
  });
});

describe('audio', () => {
  const apps = (action: string, buckets: readonly string[], keys = '*'): string[] =>
    deployedApps.filter((app) =>
      allowedTo(app).some((pair) => buckets.some((bucket) => pair === `${action} ${own(bucket)}/${keys}`)),
    );

  it.each(['s3:GetObject', 's3:PutObject'])(
    '%s is for the ingestion API, the downloader and the command line of operators only',
    (action) => {
      expect(apps(action, audio).sort()).toEqual(['downloader', 'ingestion-api', 'ops']);
    },
  );

  it.each(['s3:GetObject', 's3:PutObject'])(
    '%s of the events in quarantine, and not of the audio there, is for the reconciler-worker',
    (action) => expect(apps(action, ['quarantine'], 'events/*')).toEqual(['reconciler-worker']),
  );

  it('can be deleted by no role under a final key', () => {
    const deleting = deployedApps.flatMap((app) =>
      allowedTo(app).filter((pair) => pair.startsWith('s3:Delete')),
    );
    expect(new Set(deleting)).toEqual(new Set([`s3:DeleteObject ${own('quarantine')}/incoming/*`]));
  });

  it('is missing, not forbidden, where a storing service finds no object: it may list the buckets', () => {
    for (const app of ['downloader', 'ingestion-api']) {
      for (const bucket of audio) expect(allowedTo(app)).toContain(`s3:ListBucket ${own(bucket)}`);
    }
  });
});

describe('the state machine', () => {
  const arn = `arn:aws:states:eu-west-1:111111111111:stateMachine:${PREFIX}-reconciliation`;
  const ofStates = (role: string) => allowedTo(role).filter((pair) => pair.startsWith('states:'));

  it('is started and answered by the reconciler-worker, and hears of downloads from the downloader', () => {
    const given = deployedApps.map((app) => [app, ofStates(app)]).filter(([, pairs]) => pairs!.length > 0);
    expect(Object.fromEntries(given)).toEqual({
      'reconciler-worker': [
        `states:StartExecution ${arn}`,
        `states:SendTaskSuccess ${arn}`,
        `states:SendTaskFailure ${arn}`,
        `states:SendTaskHeartbeat ${arn}`,
      ],
      downloader: [`states:SendTaskHeartbeat ${arn}`],
    });
  });
});

describe('queues', () => {
  it.each(['ingestion-api', 'pooler', 'reconciler-worker', 'downloader'])(
    'take the audit of %s, which changes call records',
    (app) => {
      expect(allowedTo(app)).toContain(`sqs:SendMessage ${own('audit')}`);
      expect(allowedTo(app)).toContain(`dynamodb:PutItem ${own('call-records')}`);
    },
  );

  it('are each drained by one app', () => {
    for (const { name } of Object.values(queues)) {
      const draining = deployedApps.filter((app) =>
        allowedTo(app).includes(`sqs:ReceiveMessage ${own(name)}`),
      );
      expect(draining).toHaveLength(1);
    }
  });

  it.each(Object.values(queues))(
    '$name can be put off, dead-lettered and explained by the app that drains it',
    ({ name, deadLetter }) => {
      const app = deployedApps.find((one) => allowedTo(one).includes(`sqs:ReceiveMessage ${own(name)}`))!;
      expect(allowedTo(app)).toEqual(
        expect.arrayContaining([
          `sqs:DeleteMessage ${own(name)}`,
          `sqs:ChangeMessageVisibility ${own(name)}`,
          `sqs:SendMessage ${own(name)}`,
          `sqs:SendMessage ${own(deadLetter.queue)}`,
          `sqs:ReceiveMessage ${own(deadLetter.queue)}`,
          `sqs:DeleteMessage ${own(deadLetter.queue)}`,
          `sqs:GetQueueUrl ${own(deadLetter.queue)}`,
        ]),
      );
    },
  );
});
