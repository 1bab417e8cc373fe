import { normaliseName } from '@hub/schema/names/normaliseName'
import { pinyin } from 'pinyin-pro'

/**
 * The text by which a Chinese name sorts: its pinyin without tones, syllables apart, lower case; what is not Chinese stays.
 * Stored beside the name, because servers sort Chinese by code point and collations are not everywhere.
 */
export function pinyinKey(name: string): string {
  return pinyin(normaliseName(name), { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    .map((syllable) => syllable.trim().toLowerCase())
    .filter((syllable) => syllable !== '')
    .join(' ')
}
