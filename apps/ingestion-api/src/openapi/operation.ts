import type { z } from 'zod';
import type { AdmissionCode } from '../admission/admission-status.ts';
import type { RefusalCode } from '../refusals.ts';

/** A body by its media type. Without a schema it is any bytes. */
export type Bodies = Readonly<Record<string, z.ZodType | undefined>>;

export type Answer = { readonly description: string; readonly bodies: Bodies };

/** One method of one path, as the OpenAPI document shows it. */
export type Operation = {
  readonly method: 'get' | 'post' | 'put';
  /** With parameters in braces: `/v1/calls/{tenantId}`. */
  readonly path: string;
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Scopes that the credential needs. */
  readonly scopes: readonly string[];
  readonly inPath?: z.ZodObject;
  readonly inQuery?: z.ZodObject;
  readonly inHeader?: z.ZodObject;
  readonly body?: { readonly description: string; readonly bodies: Bodies };
  readonly answers: Readonly<Record<number, Answer>>;
  /** Codes of refusals beside those of every operation. */
  readonly refusals: readonly (RefusalCode | AdmissionCode)[];
};
