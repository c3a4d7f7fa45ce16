/** The network of one stage. */
export type NetworkSettings = {
  readonly vpcCidr: string;
  /** At least two. They are named here, because a look-up would need credentials at synthesis. */
  readonly availabilityZones: readonly string[];
  /**
   * NAT gateways for requests to OCP, which is on the internet: one serves all zones, one a zone survives the loss of a
   * zone. With 0 the workers have no way to the internet: OCP must be reachable by PrivateLink, VPN or peering.
   */
  readonly natGateways: number;
  readonly flowLogDays: number;
};
