import { Validations } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup, type Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Network } from '../network/make-network-stack.ts';
import { MONITORING_PORT, PORT } from './ports.ts';

export type SecurityGroups = {
  readonly loadBalancer: SecurityGroup;
  readonly ingestionApi: SecurityGroup;
  /** Of the workers and of the pooler: they receive no requests. */
  readonly workers: SecurityGroup;
};

export type SecurityGroupDeps = {
  readonly network: Pick<Network, 'vpc' | 'vpcCidr'>;
  readonly allowedCidrs: readonly string[];
  readonly ocpPort: number;
};

/**
 * Makes the security groups. A task may connect to any address on 443 (on OCP's port, too, if that is another one).
 * Where such a connection can lead is a matter of routes: only the workers' subnets have one to the internet.
 */
export const makeSecurityGroups = (
  scope: Construct,
  { network, allowedCidrs, ocpPort }: SecurityGroupDeps,
): SecurityGroups => {
  const { vpc, vpcCidr } = network;
  const loadBalancer = makeGroup(scope, vpc, 'LoadBalancerGroup', 'Load balancer of the ingestion API');
  const ingestionApi = makeGroup(scope, vpc, 'IngestionGroup', 'Tasks of the ingestion API');
  const workers = makeGroup(scope, vpc, 'WorkerGroup', 'Tasks of the workers and of the pooler');
  for (const cidr of allowedCidrs) {
    loadBalancer.addIngressRule(peerOf(cidr), Port.tcp(443), 'HTTPS from OCP and from operators');
  }
  Validations.of(loadBalancer).acknowledge({
    id: 'AwsSolutions::AwsSolutions-EC23',
    reason:
      'OCP sends from the internet. The setting allowedCidrs restricts it to the addresses that OCP names.',
  });
  for (const port of [PORT, MONITORING_PORT]) {
    const what = port === PORT ? 'requests' : 'health checks';
    loadBalancer.addEgressRule(ingestionApi, Port.tcp(port), what);
    ingestionApi.addIngressRule(loadBalancer, Port.tcp(port), what);
  }
  for (const tasks of [ingestionApi, workers]) {
    tasks.addIngressRule(Peer.ipv4(vpcCidr), Port.tcp(MONITORING_PORT), 'metrics, within the VPC');
    tasks.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'HTTPS');
  }
  if (ocpPort !== 443) workers.addEgressRule(Peer.anyIpv4(), Port.tcp(ocpPort), 'HTTPS of OCP');
  return { loadBalancer, ingestionApi, workers };
};

const makeGroup = (scope: Construct, vpc: Vpc, id: string, description: string): SecurityGroup =>
  new SecurityGroup(scope, id, { vpc, description, allowAllOutbound: false });

const peerOf = (cidr: string) => (cidr.includes(':') ? Peer.ipv6(cidr) : Peer.ipv4(cidr));
