import { readDeployment, type Template } from './read-deployment.ts';

const task = (Cpu: string, Memory: string) => ({
  Type: 'AWS::ECS::TaskDefinition',
  Properties: { Cpu, Memory },
});
const service = (Ref: string, ServiceName: string) => ({
  Type: 'AWS::ECS::Service',
  Properties: { TaskDefinition: { Ref }, ServiceName },
});
const range = (id: string, MinCapacity: number) => ({
  Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
  Properties: { MinCapacity, ResourceId: { 'Fn::Join': ['/', ['service', { 'Fn::GetAtt': [id, 'Name'] }]] } },
});

const network: Template = {
  Resources: {
    Nat: { Type: 'AWS::EC2::NatGateway' },
    S3: { Type: 'AWS::EC2::VPCEndpoint', Properties: { RouteTableIds: ['r'] } },
    Sqs: { Type: 'AWS::EC2::VPCEndpoint', Properties: { SubnetIds: ['a', 'b'] } },
    Kms: { Type: 'AWS::EC2::VPCEndpoint', Properties: { SubnetIds: ['a', 'b'] } },
    Key: { Type: 'AWS::KMS::Key' },
  },
};

const services: Template = {
  Resources: {
    ApiTask: task('1024', '2048'),
    Api: service('ApiTask', 'ingestion-api'),
    ApiRange: range('Api', 2),
    WorkerTask: task('512', '1024'),
    Worker: service('WorkerTask', 'reconciler-worker-high'),
    WorkerRange: range('Worker', 3),
    ArchiverTask: task('256', '512'),
    Archiver: service('ArchiverTask', 'archiver'),
    ArchiverRange: range('Archiver', 1),
    PoolerTask: task('256', '512'),
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: { Target: { EcsParameters: { TaskDefinitionArn: { Ref: 'PoolerTask' } } } },
    },
    Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Subnets: ['a', 'b'] } },
    Secret: { Type: 'AWS::SecretsManager::Secret' },
  },
};

describe('readDeployment', () => {
  it('counts what runs without calls: the fewest tasks, and what is paid by the hour or month', () => {
    expect(readDeployment([network, services])).toEqual({
      tasks: 6,
      vcpus: 2 * 1 + 3 * 0.5 + 0.25,
      memoryGb: 2 * 2 + 3 * 1 + 0.5,
      polledQueues: { withPauses: 9, withoutPauses: 2 },
      natGateways: 1,
      endpointZones: 4,
      publicIps: 3,
      kmsKeys: 1,
      secrets: 1,
      cronTask: { vcpus: 0.25, memoryGb: 0.5 },
    });
  });
});
