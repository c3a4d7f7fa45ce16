import { Match } from 'aws-cdk-lib/assertions';
import { containersOf, servicesTemplate } from './services-template.ts';

const template = servicesTemplate();
const workers = [
  'reconciler-worker-high',
  'reconciler-worker-normal',
  'reconciler-worker-low',
  'downloader',
  'archiver',
];

type Service = {
  readonly DependsOn?: readonly string[];
  readonly Properties: { readonly ServiceName: string; readonly NetworkConfiguration: unknown };
};
const services = Object.values(template.findResources('AWS::ECS::Service') as Record<string, Service>);

/** Whether the service is in subnets of this name. */
const isIn = (serviceName: string, subnets: string, all = services): boolean =>
  JSON.stringify(
    all.find(({ Properties }) => Properties.ServiceName === serviceName)!.Properties.NetworkConfiguration,
  ).includes(`Vpc${subnets}Subnet`);

describe('the services', () => {
  it('are the API and the workers', () => {
    expect(services.map(({ Properties }) => Properties.ServiceName).sort()).toEqual(
      ['ingestion-api', ...workers].sort(),
    );
  });

  it('are deployed without a gap, and rolled back if the new tasks do not become healthy', () => {
    template.allResourcesProperties('AWS::ECS::Service', {
      DeploymentConfiguration: Match.objectLike({
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      }),
    });
  });

  it('keep the number of tasks that autoscaling chose', () => {
    template.allResourcesProperties('AWS::ECS::Service', { DesiredCount: Match.absent() });
  });

  it('have no public address and allow no shell', () => {
    template.allResourcesProperties('AWS::ECS::Service', {
      EnableExecuteCommand: false,
      NetworkConfiguration: { AwsvpcConfiguration: Match.objectLike({ AssignPublicIp: 'DISABLED' }) },
    });
  });

  it('reach the internet only if they talk to OCP', () => {
    const reach = (name: string): string => (isIn(name, 'egress') ? 'egress' : 'isolated');
    expect(Object.fromEntries(['ingestion-api', ...workers].map((name) => [name, reach(name)]))).toEqual({
      'ingestion-api': 'isolated',
      archiver: 'isolated',
      downloader: 'egress',
      'reconciler-worker-high': 'egress',
      'reconciler-worker-normal': 'egress',
      'reconciler-worker-low': 'egress',
    });
  });

  it('stay in the isolated subnets if there is no NAT gateway', () => {
    const without = servicesTemplate({}, 0).findResources('AWS::ECS::Service') as Record<string, Service>;
    for (const name of workers) expect(isIn(name, 'isolated', Object.values(without))).toBe(true);
  });

  it('are made after the rule that gives their targets a load balancer', () => {
    const [rule] = Object.keys(template.findResources('AWS::ElasticLoadBalancingV2::ListenerRule'));
    const api = services.find(({ Properties }) => Properties.ServiceName === 'ingestion-api')!;
    expect(api.DependsOn).toContain(rule);
  });

  it('let uploads in progress finish before a task of the API stops', () => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      TargetGroupAttributes: Match.arrayWith([{ Key: 'deregistration_delay.timeout_seconds', Value: '300' }]),
    });
  });

  it.each([
    [true, 'enabled'],
    [false, 'disabled'],
  ])('have container insights if the settings say so: %s', (containerInsights, value) => {
    servicesTemplate({ containerInsights }).hasResourceProperties('AWS::ECS::Cluster', {
      ClusterSettings: [{ Name: 'containerInsights', Value: value }],
    });
  });
});

describe('execution roles', () => {
  it('may read only the secrets of their container', () => {
    const policies = Object.entries(template.findResources('AWS::IAM::Policy'))
      .filter(([id]) => id.includes('ExecutionRole'))
      .map(([id, policy]) => [id, JSON.stringify(policy)] as const);
    const readers = (secret: string): string[] =>
      policies.filter(([, text]) => text.includes(secret)).map(([id]) => id.replace(/Task.*/, ''));
    expect(readers('IngestionCredentials')).toEqual(['IngestionApi']);
    expect(readers('PiiHashKey').sort()).toEqual([
      'IngestionApi',
      'reconcilerworkerhigh',
      'reconcilerworkerlow',
      'reconcilerworkernormal',
    ]);
    expect(readers('PoolerCredentials')).toEqual(['Pooler']);
  });

  it('leave the credentials of OCP to the workers, which read them again while they run', () => {
    for (const name of ['downloader', 'reconciler-worker-high']) {
      expect(containersOf(template)[name]!.Environment).toContainEqual({
        Name: 'OCP_CREDENTIALS',
        Value: 'secretsmanager:test/ocp-credentials',
      });
    }
  });
});
