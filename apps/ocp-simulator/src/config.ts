import { commonConfig, integerFromEnv, listFromEnv } from '@recordings/service';
import { z } from 'zod';
import { AUTH_KINDS } from './auth/authority.ts';
import { ExportForm } from './export/export-form.ts';
import { EXPORT_PROFILES } from './export/export-profile.ts';
import { FaultKind } from './faults/fault-kind.ts';

const DAY_MS = 86_400_000;

export const Config = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address that the simulator listens on'),
  PORT: integerFromEnv(0, 65_535)
    .default(8090)
    .describe('Port that the simulator listens on; 0 takes a free one'),
  MONITORING_PORT: commonConfig.MONITORING_PORT,
  REGISTRY_FILE: commonConfig.REGISTRY_FILE,
  AUDIO_DIR: z.string().min(1).describe('Folder of the WAV and MP3 files that serve as recordings'),
  INGESTION_URL: z.url().describe('Address of the ingestion API that calls are pushed to'),
  INGESTION_API_KEY: z.string().min(1).describe('Key that pushes carry as X-API-Key'),
  OCP_AUTH: z
    .enum(AUTH_KINDS)
    .default('api-key')
    .describe('What clients of the Export API must carry: OCP_API_KEY, or a token that it was exchanged for'),
  OCP_API_KEY: z
    .string()
    .min(1)
    .describe('The API key, bearer token or PAT, or the secret of the OIDC client `recordings`'),
  OCP_KEY_REQUESTS: integerFromEnv(0, 1_000_000)
    .default(0)
    .describe('Requests after which OCP_API_KEY, or every OIDC token, is refused; 0: never'),
  OCP_NEXT_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('What is accepted instead of OCP_API_KEY after OCP_KEY_REQUESTS'),
  OCP_TOKEN_LIFE_MS: integerFromEnv(1_000, DAY_MS)
    .default(300_000)
    .describe('How long an OIDC token is valid'),
  OCP_TLS_DIR: z
    .string()
    .optional()
    .describe(
      'Folder with server.pem, server-key.pem and ca.pem: with it the Export API wants a client certificate',
    ),
  CALLS: integerFromEnv(0, 100_000)
    .default(200)
    .describe('Calls with audio; 8 chats without audio are added for each 100 calls'),
  LOSS: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('Share of the recordings whose push never arrives'),
  SEED: integerFromEnv(0, 2_147_483_647).default(1).describe('Same seed: same calls and same losses'),
  SPAN_MS: integerFromEnv(60_000, 60 * DAY_MS)
    .default(DAY_MS)
    .describe('Length of the time range that the calls are planned in'),
  SPAN_END: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('End of that time range; the end of the last full hour if it is not set'),
  EXPORT_PROFILE: z
    .enum(EXPORT_PROFILES)
    .default('spec')
    .describe(
      "Limits of export jobs: none (spec), or the vendor's (omilia); enveloped is an API of another form",
    ),
  FAULTS: listFromEnv(FaultKind)
    .default([])
    .describe(`What goes wrong on purpose: any of ${FaultKind.options.join(', ')}`),
  SCRIPT_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('YAML file that says what else goes wrong, step by step (docs/simulator.md)'),
  PUSH_CONCURRENCY: integerFromEnv(1, 256).default(8).describe('Calls that are played at the same time'),
  JOB_DURATION_MS: integerFromEnv(0, DAY_MS).default(700).describe('How long an export job takes'),
  JOB_LIFE_MS: integerFromEnv(1, 60 * DAY_MS)
    .default(DAY_MS)
    .describe('How long a finished export job is kept before it expires'),
  LATE_PUSH_AFTER_MS: integerFromEnv(0, DAY_MS)
    .default(5_000)
    .describe('How long after its call a late recording is pushed (fault late-push)'),
  BUSY_SLOT_MS: integerFromEnv(0, DAY_MS)
    .default(3_000)
    .describe("How long the console holds a group's export slot (fault busy-slot)"),
  PUSH_OUTAGE_DAYS: integerFromEnv(1, 60)
    .default(3)
    .describe('Days from the first call on, of whose calls nothing is pushed (fault push-outage)'),
  EXPORT_FORM: ExportForm.default('listing').describe(
    'What a finished job has: a listing and a file for each recording, or one zip of all recordings',
  ),
  DOWNLOAD_RANGES: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('Whether a download may ask for a part of a file (Range)'),
  DOWNLOAD_CUT_BYTES: integerFromEnv(0, 1_073_741_824)
    .default(0)
    .describe('Bytes after which each transfer of a file breaks off; 0: none does'),
  LOG_LEVEL: commonConfig.LOG_LEVEL,
});
export type Config = z.infer<typeof Config>;
