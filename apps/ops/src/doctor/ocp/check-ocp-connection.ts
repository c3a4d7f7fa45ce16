import { type Check, type CheckResult, type Finding, fault, warning } from '../check.ts';
import { namesOf } from '../explain-fault.ts';
import { type TlsIdentity, type TlsTrial, tryTcp, tryTls } from './try-tls.ts';

type Target = { readonly baseUrl: string; readonly isHttpAllowed: boolean };

const SOON_MS = 14 * 86_400_000;

/** Whether OCP's host is reached, and its certificate is trusted and stays valid. */
export const checkOcpConnection = (
  { baseUrl, isHttpAllowed }: Target,
  identity: TlsIdentity | undefined,
  nowMs: number,
): Check => ({
  name: 'OCP connection',
  run: async (signal) => {
    const { protocol, hostname, port } = new URL(baseUrl);
    const isTls = protocol === 'https:';
    const target = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (isTls ? 443 : 80)) };
    try {
      if (isTls) return judge(target.host, await tryTls(target, identity, signal), nowMs);
      await tryTcp(target, signal);
      return judgePlain(baseUrl, isHttpAllowed);
    } catch (error) {
      if (signal.aborted) throw error;
      return { looked: baseUrl, findings: [explain(baseUrl, target, error)] };
    }
  },
});

const judge = (
  host: string,
  { distrust, endsMs = Infinity, protocol }: TlsTrial,
  nowMs: number,
): CheckResult => {
  const looked = `${host} by ${protocol}, certificate valid until ${Number.isFinite(endsMs) ? new Date(endsMs).toISOString().slice(0, 10) : 'an unknown day'}`;
  if (distrust !== undefined) return { looked, findings: [fault(...sayDistrust(host, distrust))] };
  if (endsMs - nowMs > SOON_MS) return { looked, findings: [] };
  const what = `the certificate of ${host} ends at ${new Date(endsMs).toISOString()}`;
  return { looked, findings: [warning(what, 'ask OCP to renew it before: after that no request succeeds')] };
};

const judgePlain = (baseUrl: string, isAllowed: boolean): CheckResult => ({
  looked: `${baseUrl}, which needs no TLS on a local stack`,
  findings: isAllowed
    ? []
    : [
        fault(
          `OCP_BASE_URL is plain http: ${baseUrl}`,
          'set OCP_BASE_URL to https://...; only a local simulator uses OCP_ALLOW_HTTP=true',
        ),
      ],
});

const UNKNOWN_CA = /SELF_SIGNED|UNABLE_TO|ISSUER/;

const sayDistrust = (host: string, why: string): [string, string] => {
  if (why.includes('EXPIRED') || why.includes('NOT_YET'))
    return [
      `the certificate of ${host} is outdated (${why})`,
      'ask OCP to renew it, and look at the clock of this machine',
    ];
  if (why.includes('ALTNAME'))
    return [
      `the certificate of ${host} is of another host (${why})`,
      'correct the host in OCP_BASE_URL, or ask OCP for its certificate',
    ];
  if (UNKNOWN_CA.test(why))
    return [
      `the certificate of ${host} is of an authority that is not trusted here (${why})`,
      'put the CA of OCP into `ca` of OCP_CREDENTIALS, or NODE_EXTRA_CA_CERTS; if a proxy replaces the certificate, let OCP pass it by',
    ];
  return [
    `the certificate of ${host} is not trusted (${why})`,
    'ask OCP which certificate it should have; docs/ocp.md',
  ];
};

const explain = (
  baseUrl: string,
  { host, port }: { host: string; port: number },
  error: unknown,
): Finding => {
  const names = namesOf(error).join(' ');
  if (/ENOTFOUND|EAI_AGAIN/.test(names))
    return fault(
      `the host of OCP_BASE_URL has no address: ${host}`,
      'correct OCP_BASE_URL, or look at the DNS of this network',
    );
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(names))
    return fault(
      `OCP cannot be reached: ${host} port ${port} refuses connections`,
      'correct OCP_BASE_URL; look at the firewall and the route to OCP; runbook ocp-unavailable',
    );
  return fault(
    `OCP cannot be reached: ${baseUrl}: ${error instanceof Error ? error.message.split('\n')[0] : names}`,
    'look at OCP_BASE_URL, and at a firewall or proxy that ends the connection; runbook ocp-unavailable',
  );
};
