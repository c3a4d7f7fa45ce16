import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { resolveQueueUrl } from '@recordings/messaging';
import { makeRecordingStore } from '@recordings/recording-store';
import { physicalName, quarantineBucket } from '@recordings/topology';
import { runOps } from '../src/run-ops.ts';
import { type OpsEnvironment, startEnvironment } from './start-environment.ts';

const QUEUE = 'downloads-dlq';
const COUNT = 101;
const never = new AbortController().signal;

let environment: OpsEnvironment;
beforeAll(async () => {
  environment = await startEnvironment({ OCP_BASE_URL: 'https://ocp.example' });
});
afterAll(() => environment.stop());

/** By the clock of this machine, which SQS and S3 have too. */
const runAs = async (actor: string, ...args: string[]) => {
  const [said, complaints]: [string[], string[]] = [[], []];
  const terminal = {
    say: (text: string) => void said.push(text),
    complain: (text: string) => void complaints.push(text),
  };
  const status = await runOps(args, { ...environment.settings, OPS_ACTOR: actor }, terminal);
  return { status, said: said.join('\n'), complaints: complaints.join('\n') };
};
const why = ['--reason', 'messages of a load test'];
const propose = async (...args: string[]): Promise<string> => {
  const { said } = await runAs('alice', ...args, ...why, '--json');
  return (JSON.parse(said) as { proposal: string }).proposal;
};
const approve = (actor: string, id: string) => runAs(actor, 'proposals', 'approve', id, ...why);

const sendLetters = async (count: number): Promise<void> => {
  const QueueUrl = await resolveQueueUrl(environment.clients.sqs, physicalName(environment.prefix, QUEUE));
  for (let from = 0; from < count; from += 10) {
    const Entries = Array.from({ length: Math.min(10, count - from) }, (_, at) => ({
      Id: String(at),
      MessageBody: JSON.stringify({ tenantId: 'acme', callId: `c-${from + at}` }),
    }));
    await environment.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
};
const countLetters = async (): Promise<string | undefined> =>
  new RegExp(`^${QUEUE} +(\\d+)`, 'm').exec((await runAs('alice', 'dlq', 'list')).said)?.[1];

describe('a bulk discard of dead letters', () => {
  it('waits for another person, keeps every body, and leaves letters that came later', async () => {
    await sendLetters(COUNT);
    const id = await propose('dlq', 'discard', QUEUE, '--tenant', 'acme', '--all');
    expect(await countLetters()).toBe(String(COUNT));
    const { said } = await runAs('alice', 'proposals', 'list');
    expect(said).toMatch(new RegExp(`^${id} .* alice +dlq discard of ${COUNT}`, 'm'));
    expect((await approve('alice', id)).complaints).toContain('another person must approve it');
    await new Promise((resolve) => setTimeout(resolve, 5)); // A letter that is sent at the same time is one of them.
    await sendLetters(1);

    const approved = await approve('bob', id);
    expect([approved.status, approved.said]).toEqual([0, expect.stringContaining(`removed: ${COUNT}.`)]);
    expect(await countLetters()).toBe('1');
    const kept = (await environment.actionsOf()).flatMap(({ by, about }) => {
      const { proposal, messages } = (about ?? {}) as { proposal?: unknown; messages?: { body: string }[] };
      return by === 'bob' && proposal ? (messages ?? []) : [];
    });
    expect(new Set(kept.map(({ body }) => body)).size).toBe(COUNT);
    expect((await approve('carol', id)).complaints).toContain('bob approved it');
  });
});

describe('a bulk discard of quarantined objects', () => {
  it('waits for another person, and hides those of the proposal', async () => {
    const bucket = physicalName(environment.prefix, quarantineBucket);
    const store = makeRecordingStore({ s3: environment.clients.s3, quarantineBucket: bucket });
    const keep = (at: number) =>
      store.quarantine(`events/acme/ocp/${at}`, [Buffer.from(String(at))], { reason: 'NOISE' }, never);
    await Promise.all(Array.from({ length: COUNT }, (_, at) => keep(at)));
    const discard = ['quarantine', 'discard', '--kind', 'events', '--with-reason', 'NOISE'];
    const alone = await runAs('alice', ...discard, ...why);
    expect([alone.status, alone.complaints]).toEqual([2, expect.stringContaining('--all proposes more')]);
    const id = await propose(...discard, '--all');
    const list = ['quarantine', 'list', '--kind', 'events', '--limit', '1000', '--json'];
    expect((await runAs('alice', ...list)).said.split('\n')).toHaveLength(COUNT);

    const { status, said } = await approve('bob', id);
    expect([status, said]).toEqual([0, expect.stringContaining(`Hidden from the lists: ${COUNT} objects`)]);
    expect((await runAs('alice', ...list)).status).toBe(3);
    const shown = await runAs('alice', 'quarantine', 'show', 'events/acme/ocp/7');
    expect(JSON.parse(shown.said)).toMatchObject({ dismissedBy: 'bob', dismissedFor: why[1] });
  });

  it('needs a reason or a tenant, so that a person does not mean everything by mistake', async () => {
    const { status, complaints } = await runAs('alice', 'quarantine', 'discard', '--all', ...why);
    expect([status, complaints]).toEqual([2, expect.stringContaining('--with-reason or --tenant')]);
  });
});

describe('a budget above that of the workers', () => {
  it('is in force when another person approves it, until its end', async () => {
    const id = await propose('budget', '--max-requests', '250', '--until', '2h');
    expect((await runAs('alice', 'budget')).said).toContain('No person has paused or limited them');
    const { status, said } = await approve('bob', id);
    expect([status, said]).toEqual([0, expect.stringContaining('At most 250 requests in 60 s')]);
    const shown = await runAs('alice', 'budget');
    expect(shown.said).toMatch(/at most 250 requests .* alice and bob/);
    expect((await runAs('alice', 'budget', '--max-requests', '100', ...why)).status).toBe(0);
    expect((await runAs('alice', 'budget')).said).toContain('No person has paused or limited them');
  });
});
