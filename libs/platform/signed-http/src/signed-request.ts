/**
 * What a signature needs. The client of the SDK has all of it in its configuration. `service` is its name in signatures:
 * `s3`, `dynamodb`, `sqs`.
 */
export type Signing = {
  readonly service: string;
  readonly region: string | (() => Promise<string>);
  /** It gives temporary credentials anew before they expire. */
  readonly credentials: () => Promise<{
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  }>;
};

export type SignedRequest = {
  readonly method: 'POST' | 'PUT';
  /** Its path is encoded already. A query is given as `query`. */
  readonly url: URL;
  readonly query?: Readonly<Record<string, string>>;
  /** Lower-case names. `x-amz-content-sha256`, the hash of the body, is required; `content-length` too if the body is a list. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | readonly Uint8Array[];
  readonly signal?: AbortSignal;
};

export type SignedAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/** Sends one request once. It rejects if there is no whole answer: the request may have taken effect all the same. */
export type SendSigned = (request: SignedRequest) => Promise<SignedAnswer>;
