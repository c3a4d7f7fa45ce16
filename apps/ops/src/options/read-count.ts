import { WrongArgumentError } from '../output/wrong-argument.ts';

/** @throws {WrongArgumentError} unless `text` is a whole number from 1 to `max`. */
export const readCount = (option: string, text: string, max: number): number => {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= max) return count;
  throw new WrongArgumentError(`${option} is "${text}"; expected 1 to ${max}`);
};
