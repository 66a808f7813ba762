/** One thing at a time: whether it runs, how far it is, and what went wrong. */
import type { Ref } from 'vue';
import { ref } from 'vue';

import { failureOf } from './desk';
import type { Failure, Progress } from './wire';

export interface Work {
  /** What runs now, in words; empty when nothing does. */
  readonly doing: Ref<string>;
  readonly progress: Ref<Progress | null>;
  readonly failure: Ref<Failure | null>;
  /** Runs it unless something runs already; gives what it gave, or nothing where it failed. */
  run<T>(words: string, task: (onProgress: (progress: Progress) => void) => Promise<T>): Promise<T | undefined>;
}

export function useWork(): Work {
  const doing = ref('');
  const progress = ref<Progress | null>(null);
  const failure = ref<Failure | null>(null);
  return {
    doing,
    progress,
    failure,
    async run(words, task) {
      if (doing.value) return undefined;
      doing.value = words;
      failure.value = null;
      progress.value = null;
      try {
        return await task((one) => (progress.value = one));
      } catch (error) {
        failure.value = failureOf(error);
        return undefined;
      } finally {
        doing.value = '';
        progress.value = null;
      }
    },
  };
}
