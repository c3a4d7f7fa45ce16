/** A setting of the export profile that is not as OCP was seen. */
export type ProbeFinding = {
  /** `api.jobStatus.status`. */
  readonly setting: string;
  /** What the profile says. */
  readonly says: string;
  /** What OCP does. */
  readonly seen: string;
  /** A value that would fit, as YAML. */
  readonly set?: string;
};

const MAX_TEXT = 160;

export const shortText = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
};
