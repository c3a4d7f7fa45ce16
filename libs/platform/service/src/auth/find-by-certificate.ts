import { BlockList, isIPv6 } from 'node:net';
import type { AuthRequest } from './authentication.ts';
import type { ClientCertificate, CredentialEntry } from './credential-entry.ts';

/** `10.0.0.0/16`, or one address. */
export type AddressRange = { readonly address: string; readonly prefix: number };

export type FoundCertificate =
  | { readonly kind: 'valid'; readonly entry: CredentialEntry }
  | { readonly kind: 'unknown' }
  /** There is no certificate, or it does not come from a load balancer that we trust. */
  | { readonly kind: 'none' };

/** A load balancer in verify mode has checked the certificate, and that its holder has the private key. */
const SUBJECT = 'x-amzn-mtls-clientcert-subject';
const ISSUER = 'x-amzn-mtls-clientcert-issuer';

/**
 * Makes the function that finds the credential of a client certificate, which the load balancer names in headers. From any
 * other address the headers mean nothing, because every client could send them.
 */
export const makeFindByCertificate = (
  entries: readonly CredentialEntry[],
  trusted: readonly AddressRange[],
): ((request: AuthRequest) => FoundCertificate) => {
  const proxies = new BlockList();
  for (const { address, prefix } of trusted) proxies.addSubnet(address, prefix, familyOf(address));
  const isTrusted = (peer: string | undefined): boolean => {
    const address = peer?.replace(/^::ffff:(?=\d+\.)/, ''); // An IPv4 address on a socket of IPv6.
    return address !== undefined && proxies.check(address, familyOf(address));
  };
  return ({ headers, peerAddress }) => {
    // Node joins repeated headers into one text, which is no subject that we know.
    const subject = headers[SUBJECT];
    if (typeof subject !== 'string' || !isTrusted(peerAddress)) return { kind: 'none' };
    const isShown = ({ subject: expected, issuer }: ClientCertificate): boolean =>
      expected === subject && (issuer === undefined || issuer === headers[ISSUER]);
    const entry = entries.find(({ certificates }) => certificates.some(isShown));
    return entry ? { kind: 'valid', entry } : { kind: 'unknown' };
  };
};

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');
