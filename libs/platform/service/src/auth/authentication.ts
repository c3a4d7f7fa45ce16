import type { IncomingHttpHeaders } from 'node:http';
import type { Credential } from './credential.ts';

/** What of a request says who sent it. */
export type AuthRequest = {
  readonly headers: IncomingHttpHeaders;
  /** Address of the other end of the connection. Behind a load balancer it is the balancer's. */
  readonly peerAddress: string | undefined;
};

export type Authentication =
  | { readonly kind: 'accepted'; readonly credential: Credential }
  /** `message` is for the sender. `challenge`: how it may say who it is, in the form of `WWW-Authenticate`. */
  | { readonly kind: 'refused'; readonly message: string; readonly challenge: string }
  /** Now it cannot be found out whether the sender is who it says: it must send again. */
  | {
      readonly kind: 'unavailable';
      readonly message: string;
      readonly retryAfterS: number;
      /** The sender names a key that may be invented. */
      readonly isKeyUnknown?: boolean;
    };

/** Says who sent a request. */
export type Authenticate = (request: AuthRequest) => Authentication | Promise<Authentication>;
