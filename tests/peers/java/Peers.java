import com.berryworks.edireader.EDIReader;
import com.berryworks.edireader.EDIReaderFactory;
import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamEvent;
import io.xlate.edi.stream.EDIStreamReader;
import io.xlate.edi.stream.Location;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.logging.LogManager;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/** Asks the readers on the JVM; tests/peers/README.md says what is asked and answered. */
public final class Peers {
    /** Compiling goes on in the background: the first runs of a JVM say nothing of its speed. */
    private static final long WARM_NANOS = 3_000_000_000L;

    private static final int SHORT = 256;

    private static final String USAGE =
            "usage: Peers staedi|edireader check < NAMES | time FILE [--repeat N]";

    private interface Peer {
        /** Reads the whole file; says what is wrong with it, or null. */
        String read(Path file, Charset charset) throws Exception;
    }

    public static void main(String[] words) throws Exception {
        LogManager.getLogManager().reset();
        Peer peer =
                switch (words.length < 2 ? "" : words[0]) {
                    case "staedi" -> Peers::staedi;
                    case "edireader" -> Peers::edireader;
                    default -> throw new IllegalArgumentException(USAGE);
                };
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (words[1].equals("check")) {
            check(peer, answers);
        } else if (words[1].equals("time") && words.length > 2) {
            int repeat = words.length > 4 ? Integer.parseInt(words[4]) : 3;
            answers.println(time(words[0], peer, Path.of(words[2]), repeat));
        } else {
            throw new IllegalArgumentException(USAGE);
        }
    }

    private static void check(Peer peer, PrintStream answers) throws IOException {
        var names =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            Path file = Path.of(name);
            String wrong = firstWrong(peer, file, charset(file));
            String verdict = "accepted";
            if (wrong != null) {
                // EDIReader knows no ISX, which versions from 4020 on have.
                verdict = wrong.contains("instead of ISX") ? "unjudged" : "rejected";
            }
            String message = wrong == null ? "envelope" : wrong.replaceAll("\\s+", " ").trim();
            answers.println(verdict + "\t" + message);
        }
    }

    /** Returns UTF-8 unless the file is none: neither reader heeds what UNB says of it. */
    private static Charset charset(Path file) throws IOException {
        try {
            Files.readString(file);
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException latin) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    /** Returns what is wrong with a file, said or thrown, or null. */
    private static String firstWrong(Peer peer, Path file, Charset charset) {
        try {
            return peer.read(file, charset);
        } catch (Exception | StackOverflowError problem) {
            String message = problem.getMessage();
            boolean said = message != null && !message.isBlank();
            return said ? message : problem.getClass().getSimpleName();
        }
    }

    private static String staedi(Path file, Charset charset) throws Exception {
        EDIInputFactory factory = EDIInputFactory.newFactory();
        String wrong = null;
        int interchanges = 0;
        try (InputStream bytes = Files.newInputStream(file);
                EDIStreamReader reader =
                        factory.createEDIStreamReader(bytes, charset.name())) {
            while (reader.hasNext()) {
                EDIStreamEvent event = reader.next();
                if (event == EDIStreamEvent.START_INTERCHANGE) {
                    interchanges++;
                }
                if (event.isError() && wrong == null) {
                    wrong = place(reader);
                }
            }
        }
        return interchanges == 0 ? "no interchange found" : wrong;
    }

    private static String place(EDIStreamReader reader) {
        Location at = reader.getLocation();
        String text = reader.hasText() ? " `" + reader.getText() + "`" : "";
        String element = at.getElementPosition() > 0 ? ", element " + at.getElementPosition() : "";
        return reader.getErrorType()
                + text
                + ": segment "
                + at.getSegmentPosition()
                + " "
                + at.getSegmentTag()
                + element;
    }

    private static String edireader(Path file, Charset charset) throws Exception {
        char[] left = null;
        int interchanges = 0;
        try (Reader text = longEnough(file, charset)) {
            InputSource source = new InputSource(text);
            while (true) {
                EDIReader reader = EDIReaderFactory.createEDIReader(source, left);
                if (reader == null) {
                    break;
                }
                interchanges++;
                reader.setContentHandler(new DefaultHandler());
                reader.parse(source);
                left = reader.getTokenizer().getBuffered();
            }
        }
        return interchanges == 0 ? "no interchange found" : null;
    }

    /** Adds line ends to a short file: EDIReader looks ahead and finds no UNB in one. */
    private static Reader longEnough(Path file, Charset charset) throws IOException {
        if (Files.size(file) >= SHORT) {
            return Files.newBufferedReader(file, charset);
        }
        return new StringReader(Files.readString(file, charset) + "\n".repeat(SHORT));
    }

    private static String time(String name, Peer peer, Path file, int repeat) throws Exception {
        long start = System.nanoTime();
        do {
            String wrong = firstWrong(peer, file, StandardCharsets.UTF_8);
            if (wrong != null) {
                System.err.println(name + " rejects " + file + ": " + wrong);
                System.exit(1);
            }
        } while (System.nanoTime() - start < WARM_NANOS);
        double[] seconds = new double[Math.max(1, repeat)];
        for (int run = 0; run < seconds.length; run++) {
            start = System.nanoTime();
            peer.read(file, StandardCharsets.UTF_8);
            seconds[run] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        double median = seconds[seconds.length / 2];
        long bytes = Files.size(file);
        return String.format(
                Locale.ROOT,
                "{\"peer\":\"%s\",\"what\":\"envelope, from the file\",\"bytes\":%d,"
                        + "\"seconds\":%.6f,\"mb_per_s\":%.2f,\"peak_bytes\":%s}",
                name,
                bytes,
                median,
                bytes / 1e6 / median,
                peak());
    }

    /** Returns the most memory this process had, as Linux tells it; the heap's size is Java's. */
    private static String peak() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "null";
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return String.valueOf(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
            }
        }
        return "null";
    }
}
