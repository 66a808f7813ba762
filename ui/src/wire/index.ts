/** The only door to Rust: one typed call. */
import { Channel, invoke } from '@tauri-apps/api/core';

import type { Calls, Failure, Progress } from './wire';

export type * from './wire';

/** A call that was not answered. */
export class CallFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

let pending = 0;

/** Whether Rust is working on anything. */
export function working(): boolean {
  return pending > 0;
}

let onLocked: (failure: Failure) => void = () => undefined;

/** Who is told when an answer says that the desk is locked. */
export function whenLocked(tell: (failure: Failure) => void): void {
  onLocked = tell;
}

/** Asks Rust; rejects with {@link CallFailed} and with nothing else. */
export async function call<K extends keyof Calls>(
  name: K,
  ask: Calls[K]['ask'],
  onProgress?: (progress: Progress) => void,
): Promise<Calls[K]['answer']> {
  const progress = new Channel<Progress>();
  if (onProgress) progress.onmessage = onProgress;
  pending += 1;
  try {
    return await invoke<Calls[K]['answer']>('call', { name, body: JSON.stringify(ask), progress });
  } catch (error) {
    const failure = asFailure(error);
    if (failure.code === 'locked') onLocked(failure);
    throw new CallFailed(failure);
  } finally {
    pending -= 1;
  }
}

function asFailure(error: unknown): Failure {
  if (typeof error === 'object' && error !== null && 'message' in error && 'code' in error) {
    return error as Failure;
  }
  return {
    code: 'fault',
    message: '窗口与程序之间的通信出错，没有改动任何数据。',
    hint: `请关闭窗口重新打开；仍然出错请联系技术人员。（${String(error)}）`,
    incident: null,
  };
}
