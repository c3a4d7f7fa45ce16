import { lookup as resolve } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { OcpForbiddenHostError } from '@recordings/reconciliation';

/** Cloud metadata and other neighbours of the machine: OCP never is there. */
const linkLocal = new BlockList();
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4');
linkLocal.addSubnet('fe80::', 10, 'ipv6');
linkLocal.addAddress('fd00:ec2::254', 'ipv6');

/** Loopback, private networks, and what is not a public unicast address. */
const internal = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  internal.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  internal.addSubnet(network, bits, 'ipv6');

const isIn = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Of a URL, without the brackets of an IPv6 address. */
export const isLinkLocal = (hostname: string): boolean => {
  const address = hostname.replace(/^\[|\]$/g, '');
  return isIP(address) !== 0 && isIn(linkLocal, address);
};

/**
 * Makes the `lookup` of a connection, which resolves a host name and refuses the connection if one of its addresses is
 * link-local, or is loopback or private and the host is not in `privateHosts`. The checked addresses are the ones that
 * are connected to, so a name that resolves differently later does not pass.
 */
export const makeGuardedLookup = (
  privateHosts: readonly string[],
  lookup: LookupFunction = resolve as LookupFunction,
): LookupFunction => {
  const mayBePrivate = new Set(privateHosts.map((host) => host.toLowerCase()));

  const isForbidden = (hostname: string, address: string): boolean =>
    isIn(linkLocal, address) || (isIn(internal, address) && !mayBePrivate.has(hostname.toLowerCase()));

  return (hostname, options, callback) =>
    lookup(hostname, options, (error, found, family) => {
      if (error) return callback(error, found, family);
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }) => address);
      const forbidden = addresses.find((address) => isForbidden(hostname, address));
      if (forbidden === undefined) return callback(null, found, family);
      const why = isIn(linkLocal, forbidden) ? 'which is never allowed' : 'allowed only in OCP_PRIVATE_HOSTS';
      callback(
        new OcpForbiddenHostError(`OCP: ${hostname} has the address ${forbidden}, ${why}`),
        [],
        family,
      );
    });
};
