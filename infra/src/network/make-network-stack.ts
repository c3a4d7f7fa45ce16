import { RemovalPolicy, Stack, type StackProps, Token } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  type SubnetSelection,
  SubnetType,
  type Vpc,
} from 'aws-cdk-lib/aws-ec2';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { addEndpoints } from './add-endpoints.ts';
import { makeLogKey } from './make-log-key.ts';
import { makeVpc } from './make-vpc.ts';
import type { NetworkSettings } from './network-settings.ts';

export type Network = {
  readonly stack: Stack;
  readonly vpc: Vpc;
  readonly vpcCidr: string;
  /** For services that talk to AWS only. No route leads from there to the internet. */
  readonly awsOnlySubnets: SubnetSelection;
  /** For workers that also talk to OCP. */
  readonly ocpSubnets: SubnetSelection;
  /** Encrypts the log groups whose names start with `/{prefix}/`. */
  readonly logKey: Key;
};

export type NetworkStackProps = StackProps & {
  readonly prefix: string;
  /** Whether the key of the logs stays when the stack is deleted. */
  readonly retain: boolean;
  readonly network: NetworkSettings;
};

/** Makes the network: AWS is reached by endpoints; OCP and Step Functions by NAT, and that from the workers' subnets only. */
export const makeNetworkStack = (scope: Construct, id: string, props: NetworkStackProps): Network => {
  const { prefix, retain, network, ...stackProps } = props;
  const stack = new Stack(scope, id, stackProps);
  giveZones(stack, network.availabilityZones);
  const vpc = makeVpc(stack, network);
  const awsOnlySubnets = { subnetType: SubnetType.PRIVATE_ISOLATED };
  const ocpSubnets =
    network.natGateways > 0 ? { subnetType: SubnetType.PRIVATE_WITH_EGRESS } : awsOnlySubnets;
  addEndpoints(vpc, {
    vpcCidr: network.vpcCidr,
    taskSubnets: [...new Set([awsOnlySubnets, ocpSubnets])],
    hasNat: network.natGateways > 0,
  });
  const logKey = makeLogKey(stack, prefix, retain);
  logRefusedConnections(stack, { vpc, logKey, prefix, days: network.flowLogDays });
  return { stack, vpc, vpcCidr: network.vpcCidr, awsOnlySubnets, ocpSubnets, logKey };
};

/** Answers CDK's question for the zones of the account, which it would else ask AWS. */
const giveZones = (stack: Stack, zones: readonly string[]): void => {
  const { account, region } = stack;
  if (Token.isUnresolved(account) || Token.isUnresolved(region)) return;
  stack.node.setContext(`availability-zones:account=${account}:region=${region}`, [...zones]);
};

/** Accepted connections are not logged: the load balancer and the services log their requests. */
const logRefusedConnections = (
  stack: Stack,
  { vpc, logKey, prefix, days }: Pick<Network, 'vpc' | 'logKey'> & { prefix: string; days: number },
): void => {
  const logGroup = new LogGroup(stack, 'FlowLogGroup', {
    logGroupName: `/${prefix}/vpc-refused-connections`,
    retention: days as RetentionDays,
    encryptionKey: logKey,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  vpc.addFlowLog('RefusedConnections', {
    destination: FlowLogDestination.toCloudWatchLogs(logGroup),
    trafficType: FlowLogTrafficType.REJECT,
  });
};
