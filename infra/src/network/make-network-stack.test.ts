import { Match, Template } from 'aws-cdk-lib/assertions';
import { makeTestApp } from '../../test/make-test-app.ts';
import { makeNetworkStack } from './make-network-stack.ts';
import type { NetworkSettings } from './network-settings.ts';

const settings: NetworkSettings = {
  vpcCidr: '10.20.0.0/16',
  availabilityZones: ['eu-west-1a', 'eu-west-1b'],
  natGateways: 2,
  flowLogDays: 30,
};

const synthesize = (over: Partial<NetworkSettings> = {}) => {
  const app = makeTestApp();
  const { stack, ocpSubnets, awsOnlySubnets } = makeNetworkStack(app, 'network', {
    prefix: 'dev',
    retain: true,
    env: { account: '111111111111', region: 'eu-west-1' },
    network: { ...settings, ...over },
  });
  const { missing } = app.synth().manifest;
  return { missing, ocpSubnets, awsOnlySubnets, template: Template.fromStack(stack) };
};

type Resource = { readonly Properties: Readonly<Record<string, unknown>> };

/** Ids of the route tables of the subnets with this name. */
const routeTables = (template: Template, name: string): string[] =>
  Object.entries(template.findResources('AWS::EC2::RouteTable') as Record<string, Resource>)
    .filter(([, { Properties }]) => JSON.stringify(Properties['Tags']).includes(`/${name}Subnet`))
    .map(([id]) => id);

const routesOf = (template: Template, table: string): unknown[] =>
  Object.values(template.findResources('AWS::EC2::Route') as Record<string, Resource>)
    .map(({ Properties }) => Properties)
    .filter(({ RouteTableId }) => (RouteTableId as { Ref: string }).Ref === table);

const gatewayEndpoints = (template: Template): Resource[] =>
  Object.values(
    template.findResources('AWS::EC2::VPCEndpoint', { Properties: { VpcEndpointType: 'Gateway' } }),
  ) as Resource[];

describe('the network', () => {
  const { template, missing } = synthesize();

  it('has public, isolated and egress subnets in each of two zones', () => {
    template.resourceCountIs('AWS::EC2::Subnet', 6);
    for (const name of ['public', 'isolated', 'egress']) expect(routeTables(template, name)).toHaveLength(2);
    for (const AvailabilityZone of settings.availabilityZones) {
      expect(
        Object.keys(template.findResources('AWS::EC2::Subnet', { Properties: { AvailabilityZone } })),
      ).toHaveLength(3);
    }
  });

  it('is synthesised without a question to AWS', () => {
    expect(missing).toBeUndefined();
  });

  it('reaches S3 and DynamoDB by gateway endpoints from every subnet that has tasks', () => {
    const endpoints = gatewayEndpoints(template);
    const names = endpoints.map(({ Properties }) => JSON.stringify(Properties['ServiceName']));
    expect(names.sort()).toEqual([expect.stringContaining('.dynamodb'), expect.stringContaining('.s3')]);
    const tables = [...routeTables(template, 'isolated'), ...routeTables(template, 'egress')];
    for (const { Properties } of endpoints) {
      const routed = (Properties['RouteTableIds'] as { Ref: string }[]).map(({ Ref }) => Ref);
      expect(routed.sort()).toEqual(tables.sort());
    }
  });

  it.each(['sqs', 'sns', 'ecr.api', 'ecr.dkr', 'logs', 'secretsmanager', 'kms', 'sts'])(
    'reaches %s by an interface endpoint with private names, in both zones',
    (service) => {
      template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
        VpcEndpointType: 'Interface',
        PrivateDnsEnabled: true,
        ServiceName: `com.amazonaws.eu-west-1.${service}`,
        SubnetIds: [Match.anyValue(), Match.anyValue()],
      });
    },
  );

  it('has endpoints that admit HTTPS from the VPC only', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      GroupDescription: 'Interface endpoints: HTTPS from the VPC',
      SecurityGroupIngress: [{ CidrIp: '10.20.0.0/16', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }].map(
        (rule) => Match.objectLike(rule),
      ),
    });
  });

  it('has no route to the internet from the isolated subnets, and one by NAT from the egress subnets', () => {
    for (const table of routeTables(template, 'isolated')) expect(routesOf(template, table)).toEqual([]);
    for (const table of routeTables(template, 'egress')) {
      expect(routesOf(template, table)).toEqual([
        expect.objectContaining({
          DestinationCidrBlock: '0.0.0.0/0',
          NatGatewayId: expect.anything() as unknown,
        }),
      ]);
    }
  });

  it('gives no task subnet a public address', () => {
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  it('logs refused connections, encrypted, for the days of the setting', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'REJECT', ResourceType: 'VPC' });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/dev/vpc-refused-connections',
      RetentionInDays: 30,
      KmsKeyId: Match.anyValue(),
    });
  });

  it('has a log key that admits CloudWatch Logs for the log groups of this stage only', () => {
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
            Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': Match.anyValue() } },
          }),
        ]),
      },
    });
  });
});

describe('NAT gateways', () => {
  it.each([0, 1, 2])('are as many as the setting says: %i', (natGateways) => {
    synthesize({ natGateways }).template.resourceCountIs('AWS::EC2::NatGateway', natGateways);
  });

  it('are left out if OCP is reached in another way: then the workers are in the isolated subnets', () => {
    const { template, ocpSubnets, awsOnlySubnets } = synthesize({ natGateways: 0 });
    expect(ocpSubnets).toEqual(awsOnlySubnets);
    expect(routeTables(template, 'egress')).toEqual([]);
    expect(gatewayEndpoints(template)).toHaveLength(2);
  });

  it.each([
    [0, 1],
    [1, 0],
  ])('are the way to Step Functions; with %i of them there are %i endpoints for it', (natGateways, count) => {
    const { template: made } = synthesize({ natGateways });
    const endpoint = { Properties: { ServiceName: 'com.amazonaws.eu-west-1.states' } };
    expect(Object.keys(made.findResources('AWS::EC2::VPCEndpoint', endpoint))).toHaveLength(count);
  });

  it.each([
    ['more NAT gateways than zones', { natGateways: 3 }, /natGateways: 3, expected 0 to 2/],
    ['a negative number of them', { natGateways: -1 }, /natGateways: -1/],
    ['a single zone', { availabilityZones: ['eu-west-1a'], natGateways: 1 }, /at least two are needed/],
  ])('refuse %s', (_, over, message) => {
    expect(() => synthesize(over)).toThrow(message);
  });
});
