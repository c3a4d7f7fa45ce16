import { globSync } from 'node:fs';
import { basename } from 'node:path';

const projects = globSync('{apps/*,libs/*/*}').map((path) => basename(path));

export default {
  extends: ['@commitlint/config-conventional'],
  rules: {
    'header-max-length': [2, 'always', 72],
    'scope-empty': [2, 'never'],
    'scope-enum': [2, 'always', [...projects, 'docker', 'docs', 'infra', 'tools', 'workspace']],
    'subject-case': [0],
    'body-max-line-length': [0],
  },
};
