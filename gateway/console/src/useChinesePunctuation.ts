import { useMonaco } from '@graphiql/react'
import { useEffect } from 'react'

/** Full-width brackets and commas are no confusables here: the editors mark them only for readers of other languages. */
const PLAIN = { unicodeHighlight: { ambiguousCharacters: false } }

/** Keeps all editors, those there are and those to come, from marking Chinese punctuation as suspicious. */
export function useChinesePunctuation(): void {
  const monaco = useMonaco(({ monaco }) => monaco)
  useEffect(() => {
    if (monaco === undefined) return
    for (const editor of monaco.editor.getEditors()) editor.updateOptions(PLAIN)
    const listening = monaco.editor.onDidCreateEditor((editor) => editor.updateOptions(PLAIN))
    return () => listening.dispose()
  }, [monaco])
}
