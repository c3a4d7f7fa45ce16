import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { resolveQueueUrl } from '@recordings/messaging';
import { physicalName, queues, type TableShape, tables } from '@recordings/topology';
import { type OpsEnvironment, startEnvironment } from './start-environment.ts';

const OCP = { OCP_BASE_URL: 'https://ocp.example' };

type NotShown = { readonly part: string; readonly level: string; readonly what: string };
const notShownIn = (said: string): NotShown[] => (JSON.parse(said) as { notShown: NotShown[] }).notShown;

/** Runs `status` in an environment in which something is broken. */
const runBroken = async (
  more: Record<string, string>,
  breakIt: (environment: OpsEnvironment) => Promise<unknown>,
) => {
  const environment = await startEnvironment(more);
  try {
    await breakIt(environment);
    const screen = await environment.run('status');
    const json = await environment.run('status', '--json');
    expect([screen.complaints, json.complaints, json.status]).toEqual(['', '', screen.status]);
    return { ...screen, notShown: notShownIn(json.said) };
  } finally {
    await environment.stop();
  }
};

const dropTable = async ({ clients, prefix }: OpsEnvironment, { name }: TableShape): Promise<void> => {
  await clients.dynamodb.send(new DeleteTableCommand({ TableName: physicalName(prefix, name) }));
};

describe('a status of which a part cannot be read', () => {
  it('names the part and why, shows the others, and ends with 1', async () => {
    const { status, said, notShown } = await runBroken(OCP, (environment) =>
      dropTable(environment, tables.exportGroups),
    );
    expect(status).toBe(1);
    expect(notShown.map(({ part, level }) => [part, level])).toEqual([['exports', 'fault']]);
    expect(said).toMatch(/\nExport jobs and slots\nCannot be shown: .+\bFix: /s);
    expect(said).toContain('Missing calls, nearest deadline first\nNone.');
    expect(said).toContain('Queues\nAll are empty.');
  });

  it('shows what the tables say while a queue is missing', async () => {
    const { status, said, notShown } = await runBroken(OCP, async ({ clients, prefix }) => {
      const QueueUrl = await resolveQueueUrl(clients.sqs, physicalName(prefix, queues.downloads.name));
      await clients.sqs.send(new DeleteQueueCommand({ QueueUrl }));
    });
    expect([status, notShown.map(({ part }) => part)]).toEqual([1, ['queues']]);
    expect(said).toContain('Requests to OCP\nAt most 100 in 60 s');
  });

  it('says once that the signs of services cannot be read, and shows the services that can be', async () => {
    const { status, said, notShown } = await runBroken(OCP, (environment) =>
      dropTable(environment, tables.coordination),
    );
    expect(status).toBe(1);
    expect(notShown.map(({ part }) => part).sort()).toEqual(['requests', 'services']);
    expect(said).toMatch(/^downloader +unknown +its signs of work cannot be read$/m);
    expect(said).toMatch(/^ingestion-api +unknown +no sign of work/m);
  });

  it('shows what needs no registry while the registry cannot be read', async () => {
    const { status, said, notShown } = await runBroken(
      { ...OCP, REGISTRY_FILE: '/no/such/registry.yaml' },
      () => Promise.resolve(),
    );
    expect(status).toBe(1);
    expect(notShown.map(({ part }) => part).sort()).toEqual(['days', 'exports', 'services', 'silent']);
    for (const { what } of notShown) expect(what).toContain('/no/such/registry.yaml');
    expect(said).toContain('Queues\nAll are empty.');
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('ends with 0 if only OCP_BASE_URL is not set, and says so', async () => {
    const { status, said, notShown } = await runBroken({}, () => Promise.resolve());
    expect([status, notShown.map(({ part, level }) => `${part} ${level}`)]).toEqual([
      ...[0, ['exports unchecked', 'requests unchecked']],
    ]);
    expect(said).toContain('Requests to OCP\nCannot be shown: OCP_BASE_URL is not set. Fix: set it as');
  });
});
