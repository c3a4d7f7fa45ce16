import { hash } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import {
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { makeS3Client } from '@recordings/recording-store';
import { ConfigurationError } from '@recordings/service';
import type { Config } from '../config.ts';
import { isJson, type KeptCredentials, readCredentialsText } from './read-credentials-text.ts';

const SECRET = 'secretsmanager:';

export const isSecret = (address: string): boolean => address.startsWith(SECRET);

/**
 * Replaces the credentials that were read by others. It changes nothing if another command has replaced them since they were read.
 *
 * @throws {ConfigurationError} if they were replaced meanwhile, or cannot be replaced where they are.
 */
export const replaceCredentials = async (
  config: Config,
  address: string,
  read: KeptCredentials,
  text: string,
): Promise<void> => {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
  if (bucket !== undefined && key !== undefined) return replaceObject(config, { bucket, key }, read, text);
  if (isSecret(address)) return replaceSecret(address, read, text);
  if (isJson(address) || address.startsWith('ssm:'))
    throw new ConfigurationError(
      `the API_CREDENTIALS in ${isJson(address) ? 'the configuration' : address} cannot be changed by a command; expected a path, s3://{bucket}/{key} or secretsmanager:{name}`,
    );
  return replaceFile(address, read, text);
};

const changedMeanwhile = (address: string, cause?: unknown): ConfigurationError =>
  new ConfigurationError(
    `another command changed ${address} meanwhile, so nothing was changed; run it again`,
    { cause },
  );

/** What S3 answers if the object has another ETag, another request writes it now, or it was deleted. */
const S3_CONFLICTS: readonly string[] = ['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey'];

const replaceObject = async (
  config: Config,
  { bucket: Bucket, key: Key }: { readonly bucket: string; readonly key: string },
  { tag: IfMatch }: KeptCredentials,
  Body: string,
): Promise<void> => {
  const s3 = makeS3Client(config);
  try {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, IfMatch }));
  } catch (error) {
    if (!(error instanceof S3ServiceException && S3_CONFLICTS.includes(error.name))) throw error;
    // The client sends a request again if its answer is lost. The second one meets what the first one wrote.
    const { text: now } = await readCredentialsText(`s3://${Bucket}/${Key}`);
    if (now !== Body) throw changedMeanwhile(`s3://${Bucket}/${Key}`, error);
  } finally {
    s3.destroy();
  }
};

/**
 * Secrets Manager has no conditional write. It makes one version for a token, and refuses another text under it. So the token is
 * that of the version that was read: of two commands that read the same version, one fails.
 */
const replaceSecret = async (address: string, { tag }: KeptCredentials, text: string): Promise<void> => {
  const secrets = new SecretsManagerClient();
  try {
    await secrets.send(
      new PutSecretValueCommand({
        SecretId: address.slice(SECRET.length),
        SecretString: text,
        ClientRequestToken: hash('sha256', `after ${tag}`),
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    const { tag: now } = await readCredentialsText(address);
    if (now !== tag) throw changedMeanwhile(address, error);
    throw new ConfigurationError(
      `${address} was set back to its version ${tag}, which a command has changed before; store its text as a new version by hand`,
      { cause: error },
    );
  } finally {
    secrets.destroy();
  }
};

/** A service never reads half of them. One command at a time can have the file beside it, which becomes theirs. */
const replaceFile = async (
  address: string,
  { text: before }: KeptCredentials,
  text: string,
): Promise<void> => {
  const part = `${address}.part`;
  try {
    await writeFile(part, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new ConfigurationError(
      `another command changes ${address} now; run it again. If none does, remove ${part}`,
      { cause: error },
    );
  }
  try {
    const { text: now } = await readCredentialsText(address);
    if (now !== before) throw changedMeanwhile(address);
    await rename(part, address);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
};
