import { z } from 'zod';

const choice = (value: 'true' | 'false') =>
  z
    .enum(['true', 'false'])
    .default(value)
    .transform((text) => text === 'true');

/** A key id, an alias, or the ARN of either. */
const KMS_KEY = /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/.+|alias\/.+|(mrk-)?[0-9a-f-]{32,36})$/;

/** The variables of every service that uses S3. */
export const s3Config = {
  S3_SSE: z
    .enum(['none', 'AES256', 'aws:kms'])
    .default('none')
    .describe('Encryption that each write to S3 asks for; none leaves it to the default of the bucket'),
  S3_KMS_KEY_ID: z
    .string()
    .regex(KMS_KEY)
    .meta({ expected: 'id, alias or ARN of a KMS key' })
    .optional()
    .describe('KMS key of the writes; required with S3_SSE=aws:kms, else not allowed'),
  S3_BUCKET_KEY: choice('true').describe(
    'Whether writes with aws:kms use an S3 bucket key, so that S3 asks KMS less often',
  ),
  S3_FORCE_PATH_STYLE: choice('false').describe(
    'Whether requests name the bucket in the path, not in the host name; an emulator may need it, AWS does not',
  ),
} as const;

export type S3Config = z.infer<z.ZodObject<typeof s3Config>>;

/**
 * A rule over several variables, for the schema of an app. Without a key S3 would use the AWS managed key, whose policy
 * cannot be changed, so that the reader roles of other accounts could not decrypt.
 */
export const checkS3Config = (
  { S3_SSE, S3_KMS_KEY_ID }: Pick<S3Config, 'S3_SSE' | 'S3_KMS_KEY_ID'>,
  context: z.core.$RefinementCtx,
): void => {
  const isKms = S3_SSE === 'aws:kms';
  if (isKms === (S3_KMS_KEY_ID !== undefined)) return;
  const message = isKms
    ? 'required, because S3_SSE is aws:kms'
    : `not allowed, because S3_SSE is ${S3_SSE}: the writes would not use the key`;
  context.addIssue({ code: 'custom', path: ['S3_KMS_KEY_ID'], message });
};
