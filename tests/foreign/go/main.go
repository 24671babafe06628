// Command foreign checks a published log with the Go project's own code for notes and tiles.
//
//	foreign DIRECTORY VKEY OLD_CHECKPOINT CONSISTENCY PROOF...
//
// DIRECTORY holds checkpoint and tiles as C2SP tlog-tiles lays them out. OLD_CHECKPOINT is a file with an
// earlier checkpoint, CONSISTENCY one with our proof from it to the published one (a base64 hash per line),
// each PROOF a .tlog-proof file with its entry in the extra line.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	if len(os.Args) < 5 {
		fail(errors.New("usage: foreign DIRECTORY VKEY OLD_CHECKPOINT CONSISTENCY PROOF..."))
	}
	directory, vkey := os.Args[1], os.Args[2]
	tree, err := openCheckpoint(read(filepath.Join(directory, "checkpoint")), vkey)
	fail(err)
	hashes := tlog.TileHashReader(tree, tiles(directory))
	fail(checkRoot(tree, hashes))
	fail(checkEntries(directory, tree, hashes))
	old, err := openCheckpoint(read(os.Args[3]), vkey)
	fail(err)
	fail(checkConsistency(old, tree, hashes, read(os.Args[4])))
	for _, path := range os.Args[5:] {
		fail(checkProof(read(path), vkey))
	}
	fmt.Printf("verified %d leaves, consistency from %d, %d proofs\n", tree.N, old.N, len(os.Args)-5)
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(path string) []byte {
	content, err := os.ReadFile(path)
	fail(err)
	return content
}

// openCheckpoint verifies the signature and reads size and root.
func openCheckpoint(signed []byte, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// tiles reads tile files; the Go paths carry the height, the published ones do not.
type tiles string

func (directory tiles) Height() int { return height }

func (directory tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		content, err := os.ReadFile(filepath.Join(string(directory), path))
		if err != nil {
			return nil, err
		}
		found = append(found, content)
	}
	return found, nil
}

func (directory tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func checkRoot(tree tlog.Tree, hashes tlog.HashReader) error {
	root, err := tlog.TreeHash(tree.N, hashes)
	if err == nil && root != tree.Hash {
		err = errors.New("the tiles lead to another root")
	}
	return err
}

// checkEntries compares every published entry with its authenticated hash, and proves one of each bundle.
func checkEntries(directory string, tree tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += 1 << height {
		width := 1 << height
		if tree.N-first < int64(width) {
			width = int(tree.N - first)
		}
		path := tlog.Tile{H: height, L: -1, N: first >> height, W: width}.Path()
		path = strings.Replace(path, "tile/8/data/", "tile/entries/", 1)
		bundle := read(filepath.Join(directory, path))
		var stored []int64
		for index := first; index < first+int64(width); index++ {
			stored = append(stored, tlog.StoredHashIndex(0, index))
		}
		logged, err := hashes.ReadHashes(stored)
		if err != nil {
			return err
		}
		for at, hash := range logged {
			length := int(binary.BigEndian.Uint16(bundle))
			if tlog.RecordHash(bundle[2:2+length]) != hash {
				return fmt.Errorf("entry %d is not the one logged", first+int64(at))
			}
			bundle = bundle[2+length:]
		}
		if len(bundle) != 0 {
			return fmt.Errorf("%s holds more than it says", path)
		}
		if err := proveEntry(first, logged[0], tree, hashes); err != nil {
			return err
		}
	}
	return nil
}

func proveEntry(index int64, hash tlog.Hash, tree tlog.Tree, hashes tlog.HashReader) error {
	proof, err := tlog.ProveRecord(tree.N, index, hashes)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, hash)
}

func checkConsistency(old, tree tlog.Tree, hashes tlog.HashReader, ours []byte) error {
	proof, err := tlog.ProveTree(tree.N, old.N, hashes)
	if err != nil {
		return err
	}
	given := parseHashes(strings.Fields(string(ours)))
	if len(given) != len(proof) {
		return errors.New("the consistency proof has another length")
	}
	for at := range proof {
		if given[at] != proof[at] {
			return fmt.Errorf("hash %d of the consistency proof differs", at)
		}
	}
	return tlog.CheckTree(given, tree.N, tree.Hash, old.N, old.Hash)
}

// checkProof reads a .tlog-proof file and checks the entry in its extra line.
func checkProof(file []byte, vkey string) error {
	parts := bytes.SplitN(file, []byte("\n\n"), 2)
	lines := strings.Split(string(parts[0]), "\n")
	if len(parts) != 2 || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a proof file")
	}
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(parts[1], vkey)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(parseHashes(lines[3:]), tree.N, tree.Hash, index, tlog.RecordHash(entry))
}

func parseHashes(lines []string) []tlog.Hash {
	var hashes []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		fail(err)
		hashes = append(hashes, hash)
	}
	return hashes
}
