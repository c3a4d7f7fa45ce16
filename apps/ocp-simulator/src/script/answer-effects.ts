import { z } from 'zod';

const HOUR_MS = 3_600_000;
const always = z.literal(true);

export const Pointer = z.string().regex(/^(\/[^/]*)+$/, 'expected a JSON pointer like /status');

/** Changes of the fields of a JSON object, by JSON pointer. */
export const changes = {
  set: z.record(Pointer, z.json()).optional(),
  remove: z.array(Pointer).min(1).optional(),
};

/** What may happen to any answer. */
const anyAnswer = {
  /** Is sent instead of the answer. A text is sent as it is, anything else as JSON. */
  answer: z
    .strictObject({
      status: z.int().min(200).max(599),
      body: z.json().optional(),
      /** Content-Type. */
      type: z.string().min(1).optional(),
      headers: z.record(z.string().min(1), z.string()).optional(),
      retryAfterSeconds: z.int().min(0).max(86_400).optional(),
    })
    .optional(),
  /** The connection is closed without an answer. */
  drop: always.optional(),
  delayMs: z.int().min(0).max(HOUR_MS).optional(),
  /** Content-Encoding of the answer. */
  encoding: z.enum(['gzip', 'deflate', 'br']).optional(),
  /** OCP's clock is ahead by so many minutes: in the header Date, and in the times of jobs. */
  clockMinutes: z.int().min(-60_000_000).max(60_000_000).optional(),
};

const jsonAnswer = { ...anyAnswer, ...changes };

export const RequestEffects = z.strictObject({
  ...anyAnswer,
  /** The credential ends before this request: the key or token, or every token. */
  endCredential: always.optional(),
});
export const JsonEffects = z.strictObject(jsonAnswer);
export const CreateJobEffects = z
  .strictObject({
    ...jsonAnswer,
    /** The job is made although the client gets `answer` or `drop`. */
    takesEffect: always.optional(),
  })
  .refine(({ takesEffect, answer, drop }) => !takesEffect || answer || drop, {
    path: ['takesEffect'],
    error: 'expected answer or drop beside it',
  });
export const PollEffects = z.strictObject({
  ...jsonAnswer,
  /** The status word. */
  word: z.string().optional(),
});
export const ListingEffects = z.strictObject({
  ...jsonAnswer,
  /** Rows of the page. `half`: the first, the third and so on are left out. `null`: null instead of a list. */
  // YAML reads an unquoted `null` as no value.
  rows: z.preprocess((rows) => (rows === null ? 'null' : rows), z.enum(['none', 'half', 'null']).optional()),
  /** What names the next page. */
  nextPage: z
    .union([z.string(), z.number(), z.boolean(), z.null()], 'expected a text, a number, true, false or null')
    .optional(),
  /** Every page names another one, without end. */
  endless: always.optional(),
});

const bytes = z.int().min(0).max(1_073_741_824);
export const DownloadEffects = z.strictObject({
  ...anyAnswer,
  /** The transfer breaks off after so many bytes, under the Content-Length of the whole file. */
  cut: z.union([z.literal('half'), bytes.min(1)], 'expected half or a number of bytes from 1').optional(),
  /** So many bytes are sent, under a Content-Length that fits them. */
  shorten: z.union([z.literal('half'), bytes], 'expected half or a number of bytes').optional(),
  /** `wrong`: as many bytes as the file has, and one of them is another. */
  bytes: z.literal('wrong').optional(),
  checksum: z.enum(['wrong', 'none']).optional(),
});
export type DownloadEffects = z.infer<typeof DownloadEffects>;

/** What may happen to an answer, whichever it is. */
export type AnswerEffects = Partial<
  z.infer<typeof RequestEffects> &
    z.infer<typeof CreateJobEffects> &
    z.infer<typeof PollEffects> &
    z.infer<typeof ListingEffects> &
    DownloadEffects
>;
