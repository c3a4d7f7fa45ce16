import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { SignatureV4 } from '@smithy/signature-v4';

type HashConstructor = ConstructorParameters<typeof SignatureV4>[0]['sha256'];
type Secret = ConstructorParameters<HashConstructor>[0];

/**
 * SHA-256 and HMAC for signatures. A signature needs four of them over short texts, with the same two secrets for a day.
 * So it hashes in one call, prepares each secret once, and keeps the last HMAC of a text secret: the signer makes that one
 * of secret key and key id for each signature, to find its derived key.
 */
export class Sha256 {
  readonly #secret: Secret;
  #data: Buffer = Buffer.alloc(0);

  constructor(secret?: Secret) {
    this.#secret = secret;
  }

  update(data: Uint8Array): void {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    this.#data = this.#data.length === 0 ? bytes : Buffer.concat([this.#data, bytes]);
  }

  async digest(): Promise<Uint8Array> {
    const secret = this.#secret;
    if (secret === undefined) return hash('sha256', this.#data, 'buffer');
    return typeof secret === 'string' ? macOf(secret, this.#data) : hmac(keyOf(secret), this.#data);
  }

  reset(): void {
    this.#data = Buffer.alloc(0);
  }
}

const hmac = (key: KeyObject | string, data: Uint8Array): Buffer =>
  createHmac('sha256', key).update(data).digest();

let last: { readonly secret: string; readonly data: Buffer; readonly mac: Buffer } | undefined;

const macOf = (secret: string, data: Buffer): Buffer => {
  if (last?.secret !== secret || !last.data.equals(data)) last = { secret, data, mac: hmac(secret, data) };
  return last.mac;
};

/** The signer keeps its derived key, so that it is the same object each time. */
const derivedKeys = new WeakMap<object, KeyObject>();

const keyOf = (secret: Exclude<Secret, string | undefined>): KeyObject => {
  const known = derivedKeys.get(secret);
  if (known) return known;
  const bytes = ArrayBuffer.isView(secret)
    ? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
    : Buffer.from(secret);
  const key = createSecretKey(bytes);
  derivedKeys.set(secret, key);
  return key;
};
