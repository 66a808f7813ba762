/** The one table of keys: it drives the handler, the help sheet and the tests. */
import { onActivated, onBeforeUnmount, onDeactivated, onMounted } from 'vue';

export interface Key {
  readonly id: string;
  /** As {@link comboOf} names it. */
  readonly combo: string;
  /** What it does, in the words of the help sheet. */
  readonly does: string;
  readonly where: '处处' | '列表' | '填写' | '孩子' | '打印';
  /** The grid or the browser answers it; it stands here for the help sheet. */
  readonly native?: boolean;
}

export const KEYS = [
  { id: 'help', combo: 'F1', does: '打开或关闭按键表', where: '处处' },
  { id: 'search', combo: 'Ctrl+K', does: '到搜索框', where: '处处' },
  { id: 'lock', combo: 'F12', does: '锁定工作台', where: '处处' },
  { id: 'back', combo: 'Escape', does: '返回上一页，或收起打开的部分', where: '处处' },
  { id: 'screen-1', combo: 'Alt+1', does: '到第一个栏目，Alt+2 到第二个，依次类推', where: '处处' },
  { id: 'screen-2', combo: 'Alt+2', does: '', where: '处处' },
  { id: 'screen-3', combo: 'Alt+3', does: '', where: '处处' },
  { id: 'screen-4', combo: 'Alt+4', does: '', where: '处处' },
  { id: 'screen-5', combo: 'Alt+5', does: '', where: '处处' },
  { id: 'screen-6', combo: 'Alt+6', does: '', where: '处处' },
  { id: 'screen-7', combo: 'Alt+7', does: '', where: '处处' },
  { id: 'screen-8', combo: 'Alt+8', does: '', where: '处处' },
  { id: 'new', combo: 'Ctrl+N', does: '在“账户”里新建账户', where: '处处' },
  { id: 'lookup', combo: 'Ctrl+L', does: '查一处住址对应的学校', where: '处处' },
  { id: 'larger', combo: 'Ctrl+=', does: '放大', where: '处处' },
  { id: 'smaller', combo: 'Ctrl+-', does: '缩小', where: '处处' },
  { id: 'plain-size', combo: 'Ctrl+0', does: '恢复原大小', where: '处处' },
  { id: 'row-up-down', combo: 'ArrowUp ArrowDown', does: '选上一行、下一行', where: '列表', native: true },
  { id: 'page-up-down', combo: 'PageUp PageDown', does: '上翻、下翻一屏', where: '列表', native: true },
  { id: 'first-last', combo: 'Home End', does: '到第一行、最后一行', where: '列表', native: true },
  { id: 'open', combo: 'Enter', does: '打开选中的一行', where: '列表', native: true },
  { id: 'next-field', combo: 'Enter', does: '到下一项', where: '填写' },
  { id: 'act', combo: 'Ctrl+Enter', does: '执行本页的主要操作（按钮上写明的那一件）', where: '填写' },
  { id: 'next-child', combo: 'Ctrl+ArrowDown', does: '下一个孩子（按列表的次序）', where: '孩子' },
  { id: 'previous-child', combo: 'Ctrl+ArrowUp', does: '上一个孩子', where: '孩子' },
  { id: 'full', combo: 'F4', does: '显示打开的孩子的完整信息（每次登录先说明用途）', where: '孩子' },
  { id: 'print-case', combo: 'F6', does: '打印打开的孩子的判定说明', where: '孩子' },
  { id: 'keep-verdict', combo: 'F8', does: '已定案而判定有变时：维持原判定（先写理由）', where: '孩子' },
  { id: 'follow-verdict', combo: 'F9', does: '已定案而判定有变时：采用新判定（先写理由）', where: '孩子' },
  { id: 'print', combo: 'Ctrl+P', does: '打印选中的学校或打开的孩子的通知书', where: '打印' },
] as const satisfies readonly Key[];

export type KeyId = (typeof KEYS)[number]['id'];

interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/** The name of what was pressed: `Ctrl+K`, `F12`, `Escape`. */
export function comboOf(press: Press): string {
  const key = press.key.length === 1 ? press.key.toUpperCase() : press.key;
  // The + key needs Shift on most keyboards: Ctrl++ is Ctrl+=.
  const plain = key === '+' ? '=' : key === '_' ? '-' : key;
  const shift = press.shiftKey && plain.length > 1 ? 'Shift+' : '';
  return `${press.ctrlKey || press.metaKey ? 'Ctrl+' : ''}${press.altKey ? 'Alt+' : ''}${shift}${plain}`;
}

/** How the help sheet prints a combination. */
export function shown(combo: string): string {
  return combo
    .split(' ')
    .map((one) =>
      one
        .replace('ArrowUp', '↑')
        .replace('ArrowDown', '↓')
        .replace('Escape', 'Esc')
        .replace(/\+/g, ' + ')
        .replace(/\+ =$/, '+ ＝')
        .trim(),
    )
    .join('　');
}

type Act = (event: KeyboardEvent) => boolean | void;

const acts = new Map<KeyId, Act[]>();

/** What a key does while this component is on screen; the last that came answers. */
export function onKey(id: KeyId, act: Act): void {
  const add = () => {
    const list = acts.get(id) ?? [];
    if (!list.includes(act)) acts.set(id, [...list, act]);
  };
  const remove = () => acts.set(id, (acts.get(id) ?? []).filter((other) => other !== act));
  onMounted(add);
  onActivated(add);
  onDeactivated(remove);
  onBeforeUnmount(remove);
}

/** The handler of the whole window. */
export function press(event: KeyboardEvent): void {
  if (event.isComposing || event.keyCode === 229) return;
  const combo = comboOf(event);
  for (const key of KEYS as readonly Key[]) {
    if (key.combo !== combo || key.native) continue;
    const stack = acts.get(key.id as KeyId) ?? [];
    const act = stack[stack.length - 1];
    if (!act) continue;
    if (act(event) === false) continue;
    event.preventDefault();
    event.stopPropagation();
    return;
  }
}

/** Enter goes to the next field of the form that holds the focus; the last field's Enter presses the form's act. */
export function nextField(event: KeyboardEvent): boolean {
  const field = event.target;
  if (!(field instanceof HTMLInputElement)) return false;
  const form = field.closest('[data-form]');
  if (!form || field.getAttribute('role') === 'combobox') return false;
  const fields = [...form.querySelectorAll<HTMLInputElement>('input:not([disabled]):not([type=hidden])')].filter(
    (one) => one.offsetParent !== null,
  );
  const next = fields[fields.indexOf(field) + 1];
  if (next) {
    next.focus();
    next.select();
    return true;
  }
  const act = form.querySelector<HTMLButtonElement>('button[data-act]:not([disabled])');
  if (!act) return false;
  act.focus();
  if (form.getAttribute('data-form') === 'short') act.click();
  return true;
}
