import { randomUUID } from 'node:crypto';
import { makeServiceError } from './service-error.ts';

const ROOT = 'arn:aws:states:us-east-1:000000000000';

export const arnOfMachine = (name: string): string => `${ROOT}:stateMachine:${name}`;
export const arnOfExecution = (machine: string, name: string): string =>
  `${ROOT}:execution:${machine}:${name}`;

const MAX_LENGTH = 80;
const REFUSED = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/** @throws InvalidName as AWS does. */
export const checkName = (name: string = randomUUID()): string => {
  if (name.length < 1 || name.length > MAX_LENGTH || REFUSED.test(name))
    throw makeServiceError('InvalidName', `Invalid Name: '${name}'`);
  return name;
};
