-- step 1: tokens by which things are found, and the tokens of each thing
-- A token is a piece of text that begins where a word, a Chinese character or a syllable begins and runs on to its end: so
-- a range of tokens with one beginning finds that beginning anywhere in the text, two-character words included.
CREATE TABLE search_key (
    kind {text} NOT NULL,
    token {text} NOT NULL,
    ref_id {int64} NOT NULL,
    PRIMARY KEY (kind, token, ref_id)
) {keyed};
-- All tokens of a thing, each with a blank before it.
CREATE TABLE search_doc (
    kind {text} NOT NULL,
    ref_id {int64} NOT NULL,
    tokens {text} NOT NULL,
    PRIMARY KEY (kind, ref_id)
) {keyed};
