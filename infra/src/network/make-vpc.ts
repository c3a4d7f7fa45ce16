import { IpAddresses, type SubnetConfiguration, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { NetworkSettings } from './network-settings.ts';

/** For the load balancer and the NAT gateways. */
const publicSubnets: SubnetConfiguration = {
  name: 'public',
  subnetType: SubnetType.PUBLIC,
  cidrMask: 24,
  mapPublicIpOnLaunch: false,
};

/** Without a route to the internet: for the services that use AWS only. */
const isolatedSubnets: SubnetConfiguration = {
  name: 'isolated',
  subnetType: SubnetType.PRIVATE_ISOLATED,
  cidrMask: 22,
};

/** With a route to the internet by NAT: for the workers that send requests to OCP. */
const egressSubnets: SubnetConfiguration = {
  name: 'egress',
  subnetType: SubnetType.PRIVATE_WITH_EGRESS,
  cidrMask: 22,
};

/**
 * Makes the VPC.
 *
 * @throws {Error} if there are fewer than two availability zones, or more NAT gateways than zones.
 */
export const makeVpc = (scope: Construct, settings: NetworkSettings): Vpc => {
  const { availabilityZones, natGateways, vpcCidr } = settings;
  if (availabilityZones.length < 2) {
    throw new Error(`availabilityZones: at least two are needed, got [${availabilityZones.join(', ')}]`);
  }
  if (!Number.isInteger(natGateways) || natGateways < 0 || natGateways > availabilityZones.length) {
    throw new Error(
      `natGateways: ${natGateways}, expected 0 to ${availabilityZones.length}, the number of zones`,
    );
  }
  return new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr(vpcCidr),
    availabilityZones: [...availabilityZones],
    natGateways,
    subnetConfiguration: [publicSubnets, isolatedSubnets, ...(natGateways > 0 ? [egressSubnets] : [])],
  });
};
