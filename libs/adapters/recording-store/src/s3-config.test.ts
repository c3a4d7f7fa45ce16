import { z } from 'zod';
import { checkS3Config, s3Config } from './s3-config.ts';

const Config = z.object(s3Config).superRefine(checkS3Config);
const KEYS = [
  '1234abcd-12ab-34cd-56ef-1234567890ab',
  'mrk-1234abcd12ab34cd56ef1234567890ab',
  'alias/recordings',
  'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'arn:aws-us-gov:kms:us-gov-west-1:123456789012:alias/recordings',
];

describe('s3Config', () => {
  it('leaves encryption to the bucket and names it in the host name, unless configured', () => {
    expect(Config.parse({})).toEqual({ S3_SSE: 'none', S3_BUCKET_KEY: true, S3_FORCE_PATH_STYLE: false });
  });

  it.each(KEYS)('reads the KMS key %s', (key) => {
    const config = Config.parse({ S3_SSE: 'aws:kms', S3_KMS_KEY_ID: key, S3_BUCKET_KEY: 'false' });
    expect(config).toMatchObject({ S3_SSE: 'aws:kms', S3_KMS_KEY_ID: key, S3_BUCKET_KEY: false });
  });

  it.each([
    ['aws:kms without a key', { S3_SSE: 'aws:kms' }, 'required, because S3_SSE is aws:kms'],
    ['a key without aws:kms', { S3_KMS_KEY_ID: KEYS[0] }, 'not allowed, because S3_SSE is none'],
    ['a key with AES256', { S3_SSE: 'AES256', S3_KMS_KEY_ID: KEYS[0] }, 'S3_SSE is AES256'],
    ['a key that is none', { S3_SSE: 'aws:kms', S3_KMS_KEY_ID: 'my key' }, 'S3_KMS_KEY_ID'],
    ['another encryption', { S3_SSE: 'aws:kms:dsse' }, 'S3_SSE'],
  ])('refuses %s', (_, environment, message) => {
    expect(Config.safeParse(environment).error?.message).toContain(message);
  });
});
