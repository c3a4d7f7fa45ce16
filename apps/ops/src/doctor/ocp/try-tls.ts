import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

/** What a client certificate of OCP_CREDENTIALS adds to a connection. */
export type TlsIdentity = {
  readonly cert: string;
  readonly key: string;
  readonly passphrase?: string | undefined;
  readonly ca?: string | undefined;
};

export type TlsTrial = {
  /** Why the certificate of the server is not trusted. */
  readonly distrust?: string;
  /** When it ends. Epoch milliseconds. */
  readonly endsMs?: number;
  readonly protocol?: string;
};

type Target = { readonly host: string; readonly port: number };

/** Opens a connection and closes it. @throws the error of the connection. */
export const tryTcp = async (target: Target, signal: AbortSignal): Promise<void> => {
  const socket = connectTcp(target);
  await opened(socket, 'connect', signal);
};

/** Opens a TLS connection, looks at the certificate of the server, and closes it. No request is sent. */
export const tryTls = async (
  { host, port }: Target,
  identity: TlsIdentity | undefined,
  signal: AbortSignal,
): Promise<TlsTrial> => {
  // A distrusted certificate is looked at, too: nothing is sent on this connection.
  // RFC 6066: an address is no server name.
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const socket = connectTls({ host, port, ...servername, rejectUnauthorized: false, ...identity });
  return opened(socket, 'secureConnect', signal, () => judge(socket));
};

const judge = (socket: TLSSocket): TlsTrial => {
  const { valid_to: end } = socket.getPeerCertificate();
  const protocol = socket.getProtocol();
  return {
    ...(!socket.authorized && { distrust: String(socket.authorizationError) }),
    ...(end !== undefined && { endsMs: Date.parse(end) }),
    ...(protocol !== null && { protocol }),
  };
};

const opened = async <S extends ReturnType<typeof connectTcp>, T>(
  socket: S,
  event: string,
  signal: AbortSignal,
  look: () => T = () => undefined as T,
): Promise<T> => {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  socket.once('error', reject).once(event, () => resolve(look()));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    socket.on('error', () => undefined).destroy();
  }
};
