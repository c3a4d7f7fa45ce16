import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { containersOf, servicesTemplate } from './services-template.ts';

const template = servicesTemplate();
const containers = containersOf(template);
const names = [
  'archiver',
  'downloader',
  'ingestion-api',
  'ops',
  'pooler',
  'reconciler-worker-high',
  'reconciler-worker-low',
  'reconciler-worker-normal',
];
const oneShots = ['ops', 'pooler'];
const services = names.filter((name) => !oneShots.includes(name));

/** A value of docs/limits.md, in ms. */
const limitMs = (constant: string): number => {
  const row = readFileSync(new URL('../../../../docs/limits.md', import.meta.url), 'utf8')
    .split('\n')
    .find((line) => line.includes(`\`${constant}\``));
  return Number(row!.split('|')[3]!.replaceAll(',', ''));
};

it('there is a task for each service, one for the pooler and one for operators', () => {
  expect(Object.keys(containers).sort()).toEqual(names);
});

describe.each(names)('the container of %s', (name) => {
  const container = containers[name]!;

  it('runs as user 1000, on a read-only file system with a small /tmp, without capabilities', () => {
    expect(container).toMatchObject({
      User: '1000:1000',
      ReadonlyRootFilesystem: true,
      LinuxParameters: {
        Capabilities: { Drop: ['ALL'] },
        Tmpfs: [
          { ContainerPath: '/tmp', Size: 16, MountOptions: expect.arrayContaining(['noexec']) as unknown },
        ],
      },
    });
    expect(container).not.toHaveProperty('Privileged');
  });

  it('comes from the repository of its app, with the version of the settings', () => {
    const app = name.replace(/-(high|normal|low)$/, '');
    expect(JSON.stringify(container['Image'])).toContain(`/test/${app}:1.4.0`);
  });

  it('has more time to stop than its process takes at most', () => {
    expect(Number(container['StopTimeout']) * 1_000).toBeGreaterThanOrEqual(
      limitMs('DEFAULT_GRACE_PERIOD_MS') + 5_000,
    );
  });

  it('logs without blocking, to an encrypted log group that forgets', () => {
    expect(container['LogConfiguration']).toMatchObject({
      LogDriver: 'awslogs',
      Options: { mode: 'non-blocking' },
    });
    template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Retain',
      Properties: {
        LogGroupName: `/test/${name}`,
        RetentionInDays: 90,
        KmsKeyId: Match.anyValue(),
      },
    });
  });
});

it.each(services)('%s is checked by its own health command', (name) => {
  expect(containers[name]!['HealthCheck']).toMatchObject({
    Command: ['CMD', '/usr/local/bin/node', 'health.js'],
  });
});

it('the pooler ends by itself, so it has no health check and no port', () => {
  for (const name of oneShots) {
    expect(containers[name]).not.toHaveProperty('HealthCheck');
    expect(containers[name]).not.toHaveProperty('PortMappings');
  }
});

it.each([
  ['ARM64', 'ARM64'],
  ['X86_64', 'X86_64'],
] as const)('tasks run on %s if the settings say so', (architecture, CpuArchitecture) => {
  servicesTemplate({ architecture }).allResourcesProperties('AWS::ECS::TaskDefinition', {
    RuntimePlatform: { CpuArchitecture, OperatingSystemFamily: 'LINUX' },
  });
});

it('an image can be named by its digest', () => {
  const digest = `sha256:${'a'.repeat(64)}`;
  const { downloader } = containersOf(servicesTemplate({ imageVersion: digest }));
  expect(JSON.stringify(downloader!['Image'])).toContain(`/test/downloader@${digest}`);
});
